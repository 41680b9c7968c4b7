import type { Failure, Issue } from '@/domain/errors'
import type { Problem } from '../contract'

// As the vendor's framework names them.
export const names = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const
type Status = keyof typeof names

const error = (status: Status, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ name: names[status], message, code: 0, status }, { status, headers })

const tooMany = (seconds: number): Response =>
  error(429, '请求过于频繁，请稍后重试。', { 'Retry-After': String(seconds) })

const unavailable = (seconds: number): Response =>
  error(503, '服务暂不可用，请稍后重试。', { 'Retry-After': String(seconds) })

/** What is wrong, field by field. */
const invalid = (issues: { field: string; message: string }[]): Response => Response.json(issues, { status: 422 })

/** A query that cannot be answered, by the name of the parameter. */
export const badQuery = (message: string): Response => error(400, message)

/** What a cursor pointed at is not known any more: whoever comes with it must begin again. */
export const gone = (message: string): Response => error(410, message)

/** The answer to what kept a call from its handler, or broke it. */
export function problemResponse(problem: Problem): Response {
  switch (problem.kind) {
    case 'unauthorized':
      return error(401, '您的请求没有有效的凭证。', { 'WWW-Authenticate': 'Bearer realm="api"' })
    case 'wrong_school':
      return error(403, '该凭证不属于 X-School-Id 所指的学校。')
    case 'wrong_address':
      return error(403, `该凭证不允许从地址 ${problem.address} 调用。`)
    case 'missing_scope':
      return error(403, `该凭证没有 ${problem.scope} 权限。`)
    case 'no_route':
      return error(404, '页面未找到。')
    case 'method_not_allowed':
      return error(405, `不支持 ${problem.method} 方法。`, { Allow: problem.allowed.join(', ') })
    case 'bad_query':
      return error(400, problem.message)
    case 'bad_header':
      return error(400, `请求头${problem.name}是无效的。`)
    case 'in_flight':
      return error(409, '使用同一个Idempotency-Key的请求正在处理中，请稍后重试。', { 'Retry-After': '1' })
    case 'key_reused':
      return invalid([{ field: 'Idempotency-Key', message: 'Idempotency-Key已经用于另一个请求。' }])
    case 'too_complex':
      return error(400, '请求体的 JSON 层次太深，或键太多。')
    case 'malformed':
      return error(400, `请求体不是有效的 JSON：${problem.message}`)
    case 'not_an_object':
      return error(400, '请求体必须是一个 JSON 对象。')
    case 'too_large':
      return error(413, `请求体不能超过 ${problem.limit} 字节。`)
    case 'media_type':
      return error(415, `不支持的媒体类型“${problem.type}”，请使用 application/json。`)
    case 'throttled':
      return tooMany(problem.seconds)
    case 'not_acceptable':
      return error(406, '只提供 application/json。')
    case 'database_away':
      return unavailable(5)
    case 'unavailable':
      return unavailable(problem.seconds)
    case 'internal':
      return error(500, '服务器内部错误。')
  }
}

/** What is wrong with one field, in the vendor's words where it has them. */
export function message({ field, reason, value, limit, count }: Issue): string {
  switch (reason) {
    case 'blank':
      return `${field}不能为空。`
    case 'not_integer':
      return `${field}必须是整数。`
    case 'taken':
      return `${field}的值"${value ?? ''}"已经被占用了。`
    case 'too_long':
      return limit === undefined ? `${field}的长度超过了限制。` : `${field}只能包含至多${limit}个字符。`
    case 'too_short':
      return `${field}至少要有${limit ?? 0}个字符。`
    case 'unknown_key':
      return `${field}不是已知的字段。`
    case 'fixed':
      return `${field}创建后不能修改。`
    case 'option_in_use':
    case 'value_in_use':
      return `${field}是无效的：值"${value ?? ''}"正由${count ?? 0}人使用。`
    case 'invalid':
    case 'unknown_option':
    case 'not_https':
    case 'private_address':
    case 'absent':
    case 'wrong_code':
    case 'expired_code':
    case 'wrong_password':
    case 'too_common':
    case 'like_name':
    case 'twice':
    case 'ambiguous':
    case 'masked':
    case 'digits_lost':
    case 'formula_without_value':
    case 'error_value':
    case 'beyond_header':
    case 'last_admin':
      return `${field}是无效的。`
  }
}

/** The answer to a failure of the domain. */
export function failureResponse(failure: Failure): Response {
  switch (failure.kind) {
    case 'invalid':
      return invalid(failure.issues.map((issue) => ({ field: issue.field, message: message(issue) })))
    case 'forbidden':
    case 'confirm':
      return error(403, '您没有执行该操作的权限。')
    case 'missing_scope':
      return problemResponse(failure)
    case 'not_found':
      return error(404, '请求的对象不存在。')
    case 'busy':
      return error(503, '该记录正被频繁修改，请稍后重试。', { 'Retry-After': '1' })
    case 'changed_meanwhile':
      return error(412, '该对象已被修改，请重新读取后再试。')
    case 'throttled':
      return tooMany(failure.seconds)
    case 'unavailable':
      return unavailable(failure.seconds)
    case 'refused':
      return failure.reason === 'last_admin' ? error(409, '学校至少要有一位管理员。') : error(400, '该操作被拒绝。')
  }
}
