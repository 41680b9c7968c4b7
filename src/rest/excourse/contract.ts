import { tokenActor } from '@/auth/account-token'
import { rememberCaller } from '@/infra/known-callers'
import { excourseHeaders } from '@/server/refusal'
import { routes } from '@/server/routes'
import { decode, mediaType, parseObject, type Read, readBytes } from '../body'
import type { Contract } from '../contract'
import { problemResponse } from './errors'

/** JSON, form and multipart alike; an empty body counts as an empty object, whatever its type. */
async function read(request: Request): Promise<Read<object>> {
  const bytes = await readBytes(request, routes.accounts.body.nobody)
  if (!bytes.ok) return bytes
  if (bytes.body.byteLength === 0) return { ok: true, body: {} }
  const type = mediaType(request)
  if (type === 'application/json') {
    const text = decode(bytes.body)
    return text.ok ? parseObject(text.body) : text
  }
  if (type !== 'application/x-www-form-urlencoded' && type !== 'multipart/form-data') {
    return { ok: false, problem: { kind: 'media_type', type: request.headers.get('content-type') ?? '' } }
  }
  const headers = { 'content-type': request.headers.get('content-type') ?? '' }
  try {
    return { ok: true, body: Object.fromEntries(await new Response(bytes.body, { headers }).formData()) }
  } catch {
    return { ok: false, problem: { kind: 'malformed', message: 'the form cannot be read' } }
  }
}

/** Whether the caller can be answered in JSON. */
function acceptsJson(request: Request): boolean {
  const accept = request.headers.get('accept')
  if (!accept) return true
  return accept.split(',').some((part) => {
    const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
    return /^(\*\/\*|application\/(\*|json))$/.test(type) && !parameters.some((each) => /^q=0(\.0*)?$/.test(each))
  })
}

/** The contract of teacher accounts, as the original service answered. */
export const excourse: Contract = {
  name: 'excourse',
  problem: problemResponse,
  read,
  refuse: (request) => (acceptsJson(request) ? undefined : { kind: 'not_acceptable' }),
  hidesMethods: true,
  optionsStatus: 200,
  headers: excourseHeaders,
  async authenticate(request, db) {
    const [scheme = '', token, ...more] = (request.headers.get('authorization') ?? '').split(/\s+/).filter(Boolean)
    if (!/^(jwt|bearer)$/i.test(scheme)) return { kind: 'unauthorized' }
    if (token === undefined) return { kind: 'unauthorized', why: 'no_credentials' }
    if (more.length > 0) return { kind: 'unauthorized', why: 'spaces' }
    const actor = await tokenActor(db, token)
    if (typeof actor === 'string') return { kind: 'unauthorized', why: actor }
    rememberCaller(token, `account ${actor.accountId}`)
    return actor
  },
}
