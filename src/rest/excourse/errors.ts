import type { TokenProblem } from '@/auth/account-token'
import type { Problem } from '../contract'

/** Why nobody was authenticated, in the words of the original's framework. */
export const unauthorized: Record<TokenProblem | 'none' | 'no_credentials' | 'spaces', string> = {
  none: '身份认证信息未提供。',
  no_credentials: 'Invalid Authorization header. No credentials provided.',
  spaces: 'Invalid Authorization header. Credentials string should not contain spaces.',
  malformed: 'Error decoding signature.',
  expired: 'Signature has expired.',
  other_algorithm: '不正确的身份认证信息。',
  ended: 'Invalid signature.',
  disabled: 'User account is disabled.',
}

export const detail = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  Response.json({ detail: text }, { status, headers })

export const notFound = (): Response => detail(404, '未找到。')
export const forbidden = (): Response => detail(403, '您没有执行该操作的权限。')
export const throttled = (seconds: number): Response =>
  detail(429, '请求超过了限速。', { 'Retry-After': String(seconds) })
export const unavailable = (seconds: number): Response =>
  detail(503, '服务暂不可用。', { 'Retry-After': String(seconds) })
/** Field by field, or `non_field_errors`. */
export const fieldErrors = (errors: Record<string, string[]>): Response => Response.json(errors, { status: 400 })

/** What Python calls the types of JSON. */
export const pythonTypes: Record<string, string> = {
  array: 'list',
  object: 'dict',
  string: 'str',
  number: 'int',
  boolean: 'bool',
  null: 'NoneType',
}

const isReason = (why: string): why is keyof typeof unauthorized => Object.hasOwn(unauthorized, why)

/** The answer to what kept a call from its handler, or broke it. */
export function problemResponse(problem: Problem): Response {
  switch (problem.kind) {
    case 'unauthorized': {
      const why = problem.why && isReason(problem.why) ? problem.why : 'none'
      return detail(401, unauthorized[why], { 'WWW-Authenticate': 'JWT realm="api"' })
    }
    case 'wrong_school':
    case 'wrong_address':
    case 'missing_scope':
      return forbidden()
    case 'no_route':
      return notFound()
    case 'method_not_allowed':
      return detail(405, `方法 “${problem.method}” 不被允许。`, { Allow: [...problem.allowed, 'OPTIONS'].join(', ') })
    case 'throttled':
      return throttled(problem.seconds)
    case 'not_acceptable':
      return detail(406, '无法满足Accept HTTP头的请求。')
    case 'media_type':
      return detail(415, `不支持请求中的媒体类型 “${problem.type}”。`)
    case 'too_complex':
      return detail(400, '请求无效。')
    case 'malformed':
      return detail(400, `JSON parse error - ${problem.message}`)
    case 'not_an_object':
      return fieldErrors({
        non_field_errors: [`无效数据。期待为字典类型，得到的是 ${pythonTypes[problem.type] ?? problem.type} 。`],
      })
    case 'too_large':
      return detail(413, '请求体过大。')
    case 'bad_header':
      return detail(400, `请求头 ${problem.name} 是无效的。`)
    case 'in_flight':
      return detail(409, '使用同一个 Idempotency-Key 的请求正在处理中，请稍后重试。', { 'Retry-After': '1' })
    case 'key_reused':
      return detail(422, '该 Idempotency-Key 已经用于另一个请求。')
    case 'bad_query':
      return detail(400, problem.message)
    case 'database_away':
      return unavailable(5)
    case 'unavailable':
      return unavailable(problem.seconds)
    case 'internal':
      return detail(500, '服务器内部错误。')
  }
}
