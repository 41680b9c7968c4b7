import type { Scope } from '@/domain/policy'
import {
  type Answer,
  problemAnswer as answer,
  type Header,
  type Operation,
  objectSchema,
  ref,
  type Told,
} from '../../document'
import type { Schema } from '../../json-schema'
import { issueAnswer, problemAnswer } from '../answers'
import { failureResponse, names, problemResponse } from '../errors'

const problem = objectSchema(problemAnswer, 'output', {
  name: { zh: '状态的英文名', en: 'The name of the status' },
  message: { zh: '给人看的说明，中文', en: 'What went wrong, in Chinese, for people' },
  code: { zh: '恒为 0', en: 'Always 0' },
  status: { zh: '与 HTTP 状态码相同', en: 'The HTTP status again' },
})
const issue = objectSchema(issueAnswer, 'output', {
  field: { zh: '出错的键', en: 'The key that is wrong' },
  message: { zh: '给人看的说明，中文', en: 'What is wrong with it, in Chinese, for people' },
})

export const errorSchemas: Record<string, Schema> = {
  Problem: { description: { zh: '除校验外的一切错误', en: 'Every error but that of values' }, ...problem },
  Issues: {
    description: { zh: '全部出错的键，一次说完', en: 'Every key that is wrong, all at once' },
    type: 'array',
    minItems: 1,
    items: issue,
  },
}

/** A problem whose status, and the status's name, are these and no others. */
export const exactly = (status: keyof typeof names): Schema => ({
  allOf: [
    ref('schemas', 'Problem'),
    { type: 'object', properties: { name: { const: names[status] }, status: { const: status } } },
  ],
})

const retryAfter: Header = {
  description: { zh: '多少秒后可以再试', en: 'In how many seconds to try again' },
  required: true,
  schema: { type: 'integer', minimum: 1 },
}
const challenge: Header = {
  description: { zh: '应当出示的凭证', en: 'The credentials that are wanted' },
  required: true,
  schema: { type: 'string', const: 'Bearer realm="api"' },
}

const told =
  (kind: Parameters<typeof problemResponse>[0]): Told =>
  () =>
    problemResponse(kind)

/** By name; a name of the status is the name of the answer. */
export const errorAnswers: Record<string, Answer> = {
  BadRequest: answer(
    {
      zh: '请求体不是 JSON 对象，或层次太深、键太多，或查询参数有误（message 指出是哪一个），或路径含有点段、空段、反斜杠或转义的斜杠',
      en: 'The body is no JSON object, or is too deep or of too many keys; a query parameter is wrong (the message names it); or the path has a dot or empty segment, a backslash or an escaped slash',
    },
    exactly(400),
    {
      body: told({ kind: 'not_an_object', type: 'array' }),
      deep: told({ kind: 'too_complex' }),
      query: told({ kind: 'bad_query', message: '参数$per-page必须是1到100000之间的整数。' }),
    },
  ),
  Unauthorized: answer(
    { zh: '没有凭证，或凭证已失效', en: 'No credentials, or ones that are wrong or ended' },
    exactly(401),
    { none: told({ kind: 'unauthorized' }) },
    { 'WWW-Authenticate': challenge },
  ),
  Forbidden: answer(
    {
      zh: '密钥没有所需的权限（message 指出是哪一个），或 X-School-Id 不是它的学校',
      en: 'The key has not the scope (the message names it), or X-School-Id is not its school',
    },
    exactly(403),
    {
      scope: told({ kind: 'missing_scope', scope: 'people:write' }),
      account: told({ kind: 'missing_scope', scope: 'accounts:write' }),
      school: told({ kind: 'wrong_school' }),
    },
  ),
  NotFound: answer(
    {
      zh: '没有这条记录，或它属于别的学校，或已删除',
      en: 'There is no such record, or it is another school’s, or deleted',
    },
    exactly(404),
    { gone: () => failureResponse({ kind: 'not_found' }) },
  ),
  TooLarge: answer({ zh: '请求体过大', en: 'The body is too large' }, exactly(413), {
    large: told({ kind: 'too_large', limit: 1024 * 1024 }),
  }),
  UnsupportedMediaType: answer(
    { zh: '请求体不是 application/json', en: 'The body is not application/json' },
    exactly(415),
    { text: told({ kind: 'media_type', type: 'text/plain' }) },
  ),
  Conflict: answer(
    {
      zh: '带同一个 Idempotency-Key 的请求正在处理',
      en: 'A request with the same Idempotency-Key is being worked on',
    },
    exactly(409),
    { flight: told({ kind: 'in_flight' }) },
    { 'Retry-After': retryAfter },
  ),
  LastAdministrator: answer(
    {
      zh: '学校会因此没有管理员；什么也没有写入',
      en: 'The school would be left without an administrator; nothing was written',
    },
    exactly(409),
    { last: () => failureResponse({ kind: 'refused', reason: 'last_admin' }) },
  ),
  Invalid: answer(
    { zh: '有值不合规则；什么也没有写入', en: 'Some values are wrong; nothing was written' },
    ref('schemas', 'Issues'),
    {
      taken: () =>
        failureResponse({
          kind: 'invalid',
          issues: [
            { field: 'usin', reason: 'taken', value: 'S1' },
            { field: 'graduates_in', reason: 'blank' },
          ],
        }),
      reused: told({ kind: 'key_reused' }),
    },
  ),
  TooManyRequests: answer(
    { zh: '调用过于频繁', en: 'Too many calls' },
    exactly(429),
    { often: told({ kind: 'throttled', seconds: 12 }) },
    { 'Retry-After': retryAfter },
  ),
  InternalError: answer({ zh: '本站出错', en: 'A fault of ours' }, exactly(500), { fault: told({ kind: 'internal' }) }),
  Unavailable: answer(
    {
      zh: '数据库暂时不可用，或记录正被频繁修改',
      en: 'The database is away for the moment, or the record is being changed again and again',
    },
    exactly(503),
    { away: told({ kind: 'database_away' }), busy: () => failureResponse({ kind: 'busy' }) },
    { 'Retry-After': retryAfter },
  ),
}

const byName = (...entries: [status: string, name: string][]) =>
  Object.fromEntries(entries.map(([status, name]) => [status, ref('responses', name)]))

/** What every call by a key may answer. */
export const always = byName(
  ['401', 'Unauthorized'],
  ['403', 'Forbidden'],
  ['429', 'TooManyRequests'],
  ['500', 'InternalError'],
  ['503', 'Unavailable'],
)
/** What a call with a body may answer besides. */
export const ofBody = byName(
  ['400', 'BadRequest'],
  ['413', 'TooLarge'],
  ['415', 'UnsupportedMediaType'],
  ['422', 'Invalid'],
)
export const ofQuery = byName(['400', 'BadRequest'])
/** What a POST may answer besides, for its Idempotency-Key. */
export const ofKey = byName(['409', 'Conflict'])
export const ofPath = byName(['404', 'NotFound'])
/** What a change of somebody who may be an administrator may answer besides. */
export const ofStanding = byName(['409', 'LastAdministrator'])

/** An operation by a key that holds the scope, which stands in its description too. */
export function byKey(scope: Scope, operation: Omit<Operation, 'security'>): Operation {
  const { description, parameters = [], ...rest } = operation
  return {
    ...rest,
    description: {
      zh: `${description.zh}\n\n需要权限 \`${scope}\`。`,
      en: `${description.en}\n\nNeeds the scope \`${scope}\`.`,
    },
    security: [{ apiKey: [scope] }, { accessToken: [scope] }],
    parameters: [...parameters, ref('parameters', 'X-School-Id')],
  }
}
