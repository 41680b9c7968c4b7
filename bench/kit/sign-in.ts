import { createAdmin } from '../../src/domain/accounts/commands'
import type { RootDb } from '../../src/infra/db'
import type { Call } from './load'
import type { School } from './school'

/**
 * Sign-ins of as many administrators of the school, in turn: of one account, one password is looked at at a time. The
 * accounts are made at the first call.
 */
export async function signInsOfMany(
  url: string,
  db: RootDb,
  school: School,
  accounts: number,
): Promise<(n: number) => Call> {
  const calls: Call[] = []
  for (let n = 0; n < accounts; n++) {
    const admin = { username: `${school.username}-${n}`, password: school.password }
    await createAdmin(db, school.actor, admin)
    calls.push(await signInCall(url, admin))
  }
  return (n) => calls[n % accounts] ?? { path: '/' }
}

/** A sign-in of the school's administrator as the page makes it. */
export async function signInCall(
  url: string,
  { username, password }: Pick<School, 'username' | 'password'>,
): Promise<Call> {
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
