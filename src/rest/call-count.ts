import { addressOf } from '@/auth/address'
import { countCall, limitWindow, type Standing } from '@/auth/call-limit'
import type { Actor } from '@/domain/actor'
import { noteUse } from '@/domain/api-keys/use'

type Counted = { standing: Standing; secretId: number | null }
const counted = new WeakMap<Request, Counted>()

async function count(request: Request, caller?: Actor): Promise<Counted> {
  const standing = await countCall(caller, addressOf(request.headers))
  const call = { standing, secretId: caller?.secretId ?? null }
  counted.set(request, call)
  return call
}

/**
 * Counts a call by its key or account, or, while nobody is known, by the client's address.
 * @returns the seconds to wait when it is one too many, else 0
 */
export async function countRequest(request: Request, caller?: Actor): Promise<number> {
  const { over, seconds } = (await count(request, caller)).standing
  return over ? seconds : 0
}

/** Answers by which a known caller is not let through. */
const refusals = [401, 403, 429]

/**
 * Counts the answer as use of its key, says on it how many calls are left (draft-ietf-httpapi-ratelimit-headers-11), and
 * that nobody on the way may keep it: it may hold personal data, or say whether there is some.
 */
export async function finish(request: Request, response: Response): Promise<Response> {
  // What was answered before anybody was counted, an OPTIONS say, counts by address.
  const { standing, secretId } = counted.get(request) ?? (await count(request))
  if (secretId !== null) noteUse(secretId, addressOf(request.headers), refusals.includes(response.status))
  const { by, limit, left, seconds } = standing
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('RateLimit-Policy', `"${by}";q=${limit};w=${limitWindow}`)
  response.headers.set('RateLimit', `"${by}";r=${left};t=${seconds}`)
  return response
}
