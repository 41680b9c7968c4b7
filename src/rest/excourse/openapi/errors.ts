import { type Answer, problemAnswer as answer, type Header, type Operation, ref, type Told } from '../../document'
import { fieldErrors, forbidden, notFound, problemResponse } from '../errors'

const detail = ref('schemas', 'Detail')
const told =
  (kind: Parameters<typeof problemResponse>[0]): Told =>
  () =>
    problemResponse(kind)

const retryAfter: Header = {
  description: { zh: '多少秒后可以再试', en: 'In how many seconds to try again' },
  required: true,
  schema: { type: 'integer', minimum: 1 },
}

export const ownOnly: Told = () => Response.json({ msg: '您只能修改自己的信息!' }, { status: 403 })

export const errorAnswers: Record<string, Answer> = {
  UserBadRequest: answer(
    {
      zh: '字段有误（键为字段名），或请求体不是 JSON，或层次太深、键太多',
      en: 'Fields are wrong, by their names, or the body is no JSON, or is too deep or of too many keys',
    },
    { anyOf: [ref('schemas', 'FieldErrors'), detail] },
    {
      fields: () => fieldErrors({ phone: ['请输入有效的手机号。'], username: ['该字段是必填项。'] }),
      json: told({ kind: 'malformed', message: 'Unexpected end of JSON input' }),
      list: told({ kind: 'not_an_object', type: 'array' }),
      deep: told({ kind: 'too_complex' }),
    },
  ),
  UserUnauthorized: answer(
    { zh: '没有令牌，或令牌无效、过期、已被收回', en: 'No token, or one that is wrong, expired or taken back' },
    detail,
    { none: told({ kind: 'unauthorized' }), expired: told({ kind: 'unauthorized', why: 'expired' }) },
    {
      'WWW-Authenticate': {
        description: { zh: '应当出示的凭证', en: 'The credentials that are wanted' },
        required: true,
        schema: { type: 'string', const: 'JWT realm="api"' },
      },
    },
  ),
  UserForbidden: answer({ zh: '没有权限', en: 'Not allowed' }, detail, { refused: forbidden }),
  UserNotFound: answer(
    { zh: '没有此人，或属于别的学校，或已删除', en: 'There is nobody, or of another school, or deleted' },
    detail,
    {
      gone: notFound,
    },
  ),
  UserNotAcceptable: answer({ zh: 'Accept 不容许 JSON', en: 'Accept rules JSON out' }, detail, {
    html: told({ kind: 'not_acceptable' }),
  }),
  UserTooLarge: answer({ zh: '请求体超过 64 KiB', en: 'The body is over 64 KiB' }, detail, {
    large: told({ kind: 'too_large', limit: 64 * 1024 }),
  }),
  UserUnsupportedMediaType: answer(
    { zh: '请求体既非 JSON 也非表单', en: 'The body is neither JSON nor a form' },
    detail,
    {
      text: told({ kind: 'media_type', type: 'text/plain' }),
    },
  ),
  UserConflict: answer(
    {
      zh: '带同一个 Idempotency-Key 的请求正在处理',
      en: 'A request with the same Idempotency-Key is being worked on',
    },
    detail,
    { flight: told({ kind: 'in_flight' }) },
    { 'Retry-After': retryAfter },
  ),
  UserKeyReused: answer(
    { zh: 'Idempotency-Key 已用于另一个请求', en: 'The Idempotency-Key was used for another request' },
    detail,
    { reused: told({ kind: 'key_reused' }) },
  ),
  UserTooManyRequests: answer(
    { zh: '过于频繁', en: 'Too often' },
    detail,
    { often: told({ kind: 'throttled', seconds: 12 }) },
    { 'Retry-After': retryAfter },
  ),
  UserInternalError: answer({ zh: '本站出错', en: 'A fault of ours' }, detail, { fault: told({ kind: 'internal' }) }),
  UserUnavailable: answer(
    { zh: '数据库暂时不可用，或本站繁忙', en: 'The database is away for the moment, or the site is busy' },
    detail,
    { away: told({ kind: 'database_away' }), busy: told({ kind: 'unavailable', seconds: 5 }) },
    { 'Retry-After': retryAfter },
  ),
}

const byName = (...entries: [status: string, name: string][]) =>
  Object.fromEntries(entries.map(([status, name]) => [status, ref('responses', name)]))

/** What every call may answer. */
export const always = byName(
  ['406', 'UserNotAcceptable'],
  ['429', 'UserTooManyRequests'],
  ['500', 'UserInternalError'],
  ['503', 'UserUnavailable'],
)
/** What a call with a body may answer besides. */
export const ofBody = byName(['400', 'UserBadRequest'], ['413', 'UserTooLarge'], ['415', 'UserUnsupportedMediaType'])
export const ofToken = byName(['401', 'UserUnauthorized'], ['403', 'UserForbidden'])
/** What a POST may answer besides, for its Idempotency-Key. */
export const ofKey = byName(['409', 'UserConflict'], ['422', 'UserKeyReused'])
export const ofPath = byName(['404', 'UserNotFound'])

export const byToken: Operation['security'] = [{ accountToken: [] }, { accountTokenJwt: [] }]
