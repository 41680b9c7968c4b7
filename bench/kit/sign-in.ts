import type { Call } from './load'
import type { School } from './school'

/** A sign-in of the school's administrator as the page makes it. */
export async function signInCall(url: string, { username, password }: School): Promise<Call> {
  const answer = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = await answer.json()
  const cookies = answer.headers.getSetCookie().map((each) => each.split(';')[0])
  return {
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies.join('; '), origin: url },
    body: new URLSearchParams({ csrfToken, username, password, json: 'true' }).toString(),
  }
}
