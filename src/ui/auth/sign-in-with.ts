import type { ServerState } from '@/domain/errors'
import { isAwayStatus } from '../outage/away-status'

/** `seconds`: when to try again. */
export type SignInOutcome =
  /** `school`: several schools may have the number. */
  | { state: 'in' | 'wrong' | 'otherSite' | 'failed' | 'school' }
  /** `tooMany`: too many wrong passwords were tried. `busy`: too many sign in at once. */
  | { state: 'tooMany' | 'busy'; seconds: number }
  /** The database server is in such a state. */
  | { state: 'unwell'; of: ServerState }

const states = { throttled: 'tooMany', unavailable: 'busy' } as const
/** The codes by which the site refuses for a while; in them the seconds to wait, and the state of the database server. */
const refusalCode = /^(throttled|unavailable)-(\d+)(?:-(full|busy|damaged|away))?$/
const isState = (text: string | undefined): text is ServerState => text !== undefined

/** What a refusal's code says; undefined where it is none. */
export function refusalOf(code: string | null | undefined): SignInOutcome | undefined {
  if (code === 'needs_school') return { state: 'school' }
  const [, kind, seconds, of] = refusalCode.exec(code ?? '') ?? []
  if (isState(of)) return { state: 'unwell', of }
  if (kind !== 'throttled' && kind !== 'unavailable') return undefined
  return { state: states[kind], seconds: Number(seconds) }
}

/** Where nobody answered, or somebody on the way who is not the site. */
const nobody: SignInOutcome = { state: 'unwell', of: 'away' }

/**
 * Signs in and says how it went. `school`: the id of the one that was chosen. Next-auth's own `signIn` would leave the page,
 * and what is typed there, for another where the site does not answer.
 */
export async function signInWith(username: string, password: string, school?: string): Promise<SignInOutcome> {
  try {
    const given = await fetch('/api/auth/csrf', { cache: 'no-store' })
    if (!given.ok) return isAwayStatus(given.status) ? nobody : { state: 'failed' }
    const { csrfToken }: { csrfToken: string } = await given.json()
    const body = new URLSearchParams({ username, password, csrfToken, json: 'true', callbackUrl: window.location.href })
    if (school) body.set('school', school)
    const answer = await fetch('/api/auth/callback/credentials', { method: 'POST', body })
    const { url }: { url?: string } = await answer.json().catch(() => ({}))
    if (url === undefined) return isAwayStatus(answer.status) ? nobody : { state: 'failed' }
    const error = new URL(url, window.location.href).searchParams.get('error')
    if (answer.ok && error === null) return { state: 'in' }
    if (error === 'other_site') return { state: 'otherSite' }
    return refusalOf(error) ?? { state: answer.status === 401 ? 'wrong' : 'failed' }
  } catch {
    return nobody
  }
}
