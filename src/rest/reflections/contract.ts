import { addressOf } from '@/auth/address'
import { bearerActor, recentActor } from '@/auth/bearer'
import type { Result } from '@/domain/errors'
import { routes } from '@/server/routes'
import { readBody } from '../body'
import type { Contract } from '../contract'
import { type Expected, tagOf } from '../etag'
import { failureResponse, problemResponse } from './errors'

const authorization = /^bearer +(\S+)$/i

const credentialsOf = (request: Request): string | undefined =>
  authorization.exec(request.headers.get('authorization')?.trim() ?? '')?.[1]

/** The contract of people and extension fields: API keys and their tokens, errors in the vendor's shape. */
export const reflections: Contract = {
  name: 'reflections',
  problem: problemResponse,
  read: (request) => readBody(request, routes.people.body.verified),
  optionsStatus: 204,
  recall(request) {
    const credentials = credentialsOf(request)
    return credentials === undefined ? undefined : recentActor(credentials, addressOf(request.headers))
  },
  async authenticate(request, db) {
    const credentials = credentialsOf(request)
    if (!credentials) return { kind: 'unauthorized' }
    const address = addressOf(request.headers)
    const actor = await bearerActor(db, credentials, address)
    if (actor === 'elsewhere') return { kind: 'wrong_address', address }
    return typeof actor === 'string' ? { kind: 'unauthorized' } : actor
  },
  admit(request, actor) {
    const school = request.headers.get('x-school-id')
    return school !== null && school.trim() !== String(actor.schoolId) ? { kind: 'wrong_school' } : undefined
  },
}

const json = { 'Content-Type': 'application/json; charset=utf-8' }

/** JSON text as it came from the database, with a status and headers. */
export const jsonText = (text: string, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(text, { status, headers: { ...json, ...headers } })

/** The JSON text of one record, with the tag of its bytes. */
export const tagged = (text: string, status = 200, headers: Record<string, string> = {}): Response =>
  jsonText(text, status, { ETag: tagOf(text), ...headers })

/**
 * The answer to a result: its value by `answer`, its failure in the contract's shape, with what the record is instead of
 * what the caller expected.
 */
export function respond<T>(result: Result<T>, answer: (value: T) => Response, expected?: Expected): Response {
  if (result.ok) return answer(result.value)
  const refusal = failureResponse(result.failure)
  return expected?.tell(refusal) ?? refusal
}
