import { addressOf } from '@/auth/address'
import { countCall, type Limited, limitWindow, type Standing } from '@/auth/call-limit'

const standings = new WeakMap<Request, Standing>()

async function count(request: Request, caller?: Limited): Promise<Standing> {
  const standing = await countCall(caller, addressOf(request.headers))
  standings.set(request, standing)
  return standing
}

/**
 * Counts a call by its key or account, or, while nobody is known, by the client's address.
 * @returns the seconds to wait when it is one too many, else 0
 */
export async function countRequest(request: Request, caller?: Limited): Promise<number> {
  const { over, seconds } = await count(request, caller)
  return over ? seconds : 0
}

/**
 * Says on the answer how many calls are left (draft-ietf-httpapi-ratelimit-headers-11), and that nobody on the way may
 * keep it: it may hold personal data, or say whether there is some.
 */
export async function finish(request: Request, response: Response): Promise<Response> {
  // What was answered before anybody was counted, an OPTIONS say, counts by address.
  const { by, limit, left, seconds } = standings.get(request) ?? (await count(request))
  response.headers.set('Cache-Control', 'no-store')
  response.headers.set('RateLimit-Policy', `"${by}";q=${limit};w=${limitWindow}`)
  response.headers.set('RateLimit', `"${by}";r=${left};t=${seconds}`)
  return response
}
