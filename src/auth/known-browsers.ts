import { parse } from 'cookie'
import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { type KnownBrowser, knownDays } from '@/domain/accounts/guesses'
import { currentCaller } from '@/infra/caller'
import { keyFor } from '@/infra/secret'
import { cookieName, cookieOptions } from './cookies'

// A browser that accounts signed in from before holds a signed cookie that says so. It lets nobody in; the guesses of the
// browser at those accounts count on their own, so that strangers who use up every other count keep no owner out.

const life = knownDays * 86_400
const audience = 'mingce:known-browsers'
const purpose = 'known browsers'
/** How many accounts a browser is known to at most, the latest first: a computer of a staff room has many. */
const most = 16

/** Account, session, version of the account, and when it signed in, in seconds. */
const entry = z.tuple([z.int().min(1), z.uuid(), z.int(), z.int()])
const claims = z.object({ known: z.array(entry).max(most) })
type Entry = z.infer<typeof entry>

const knownCookie = () => cookieName('mingce-known')
const now = () => Math.floor(Date.now() / 1000)

async function entriesOf(cookieHeader: string | undefined): Promise<Entry[]> {
  const cookie = parse(cookieHeader ?? '')[knownCookie()]
  if (!cookie) return []
  try {
    const { payload } = await jwtVerify(cookie, keyFor(purpose), { algorithms: ['HS256'], audience })
    return claims.parse(payload).known.filter(([, , , at]) => at > now() - life)
  } catch {
    return []
  }
}

/** The accounts that the browser of a request signed in to before; what is not signed by us is nothing. */
export async function knownBrowsers(cookieHeader: string | undefined): Promise<KnownBrowser[]> {
  const entries = await entriesOf(cookieHeader)
  return entries.map(([accountId, sessionId, version]) => ({ accountId, sessionId, version }))
}

/** Has the answer to the call under way set the cookie by which its browser is known to one account more. */
export async function noteKnownBrowser(cookieHeader: string | undefined, known: KnownBrowser): Promise<void> {
  const caller = currentCaller()
  if (!caller) return
  const others = (await entriesOf(cookieHeader)).filter(([accountId]) => accountId !== known.accountId)
  const newest: Entry = [known.accountId, known.sessionId, known.version, now()]
  const token = await new SignJWT({ known: [newest, ...others].slice(0, most) })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .sign(keyFor(purpose))
  const attributes = `Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict${cookieOptions().secure ? '; Secure' : ''}`
  caller.cookie = `${knownCookie()}=${token}; ${attributes}`
}

/** The answer with the cookie that the call under way has set, if any. */
export function withKnownBrowser(answer: Response): Response {
  const cookie = currentCaller()?.cookie
  if (cookie === undefined) return answer
  const headers = new Headers(answer.headers)
  headers.append('Set-Cookie', cookie)
  return new Response(answer.body, { status: answer.status, headers })
}
