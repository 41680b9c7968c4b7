import { z } from 'zod'
import { addressOf } from '@/auth/address'
import { issueToken, type TokenAnswer, tokenLife } from '@/auth/bearer'
import { db } from '@/infra/db'
import { routes } from '@/server/routes'
import { mediaType, parseObject, readText } from '../body'
import { countRequest, finish } from '../call-count'
import { thrown } from '../contract'
import { reflections } from './contract'
import { problemResponse } from './errors'

const noStore = { Pragma: 'no-cache' }

type Refused = [status: 400 | 401 | 403, error: string, description: string]

/** What ids and secrets are made of: RFC 6749, appendix A. */
const visible = /^[\x20-\x7e]+$/

/** The body of a token request; keys that are none of these are ignored, as RFC 6749 section 3.2 has it. */
export const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string().regex(visible).optional(),
  client_secret: z.string().regex(visible).optional(),
  scope: z.string().optional(),
})

export const refuse = (status: Refused[0], error: string, description: string): Response =>
  Response.json(
    { error, error_description: description },
    { status, headers: { ...noStore, ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="api"' } : {}) } },
  )

const refusals: Record<Extract<TokenAnswer, { ok: false }>['error'], (address: string) => Refused> = {
  invalid_client: () => [401, 'invalid_client', 'unknown client, or wrong secret'],
  invalid_scope: () => [400, 'invalid_scope', 'the client has not all of these scopes'],
  unauthorized_client: (address) => [403, 'unauthorized_client', `the client may not call from ${address}`],
}

/** The parameters of a token request, JSON or form alike; undefined when they cannot be read. */
async function parameters(request: Request): Promise<Map<string, unknown> | undefined> {
  const read = await readText(request, routes.token.body.nobody)
  if (!read.ok) return undefined
  if (mediaType(request) === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(read.body)
    const named = new Map(form)
    // RFC 6749, section 3.2: what is said twice may mean two things.
    return named.size === form.size ? named : undefined
  }
  const parsed = parseObject(read.body)
  return parsed.ok ? new Map(Object.entries(parsed.body)) : undefined
}

/** Client id and secret of HTTP Basic, as RFC 6749 section 2.3.1 allows. */
function basic(request: Request): [string, string] | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(request.headers.get('authorization')?.trim() ?? '') ?? []
  if (!encoded) return undefined
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return [id, rest.join(':')]
}

async function issue(request: Request): Promise<Response> {
  const given = await parameters(request)
  if (!given) return refuse(400, 'invalid_request', 'send JSON or a form, each parameter once')
  if (!given.has('grant_type')) return refuse(400, 'invalid_request', 'grant_type is missing')
  const parsed = tokenRequest.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const wrong = String(parsed.error.issues[0]?.path[0])
    return wrong === 'grant_type'
      ? refuse(400, 'unsupported_grant_type', 'only client_credentials is supported')
      : refuse(400, 'invalid_request', `${wrong} is wrong`)
  }
  const { client_id, client_secret, scope } = parsed.data
  const [id, secret] = basic(request) ?? [client_id, client_secret]
  if (!id || !secret || !visible.test(id))
    return refuse(400, 'invalid_request', 'client_id and client_secret are needed')
  const address = addressOf(request.headers)
  const issued = await issueToken(db(), { id, secret, scope, address })
  const seconds = await countRequest(request, issued.ok ? issued.actor : undefined)
  if (seconds > 0) return problemResponse({ kind: 'throttled', seconds })
  if (!issued.ok) return refuse(...refusals[issued.error](address))
  return Response.json(
    { token_type: 'Bearer', expires_in: tokenLife, access_token: issued.token, scope: issued.scope },
    { headers: noStore },
  )
}

/** OAuth 2's token call, client credentials grant (RFC 6749 section 4.4). */
export async function POST(request: Request): Promise<Response> {
  const response = await issue(request).catch((error) => thrown(reflections, request, error))
  return finish(request, response)
}

/** What may be done here. */
export const OPTIONS = (request: Request): Promise<Response> =>
  finish(request, new Response(null, { status: reflections.optionsStatus, headers: { Allow: 'POST, OPTIONS' } }))

const onlyPost = (request: Request): Promise<Response> =>
  finish(request, problemResponse({ kind: 'method_not_allowed', method: request.method, allowed: ['POST'] }))

export { onlyPost as DELETE, onlyPost as GET, onlyPost as PATCH, onlyPost as PUT }
