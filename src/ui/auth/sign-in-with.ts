import { signIn } from 'next-auth/react'
import type { ServerState } from '@/domain/errors'

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

/** Signs in and says how it went. `school`: the id of the one that was chosen. */
export async function signInWith(username: string, password: string, school?: string): Promise<SignInOutcome> {
  try {
    const answer = await signIn('credentials', {
      ...{ username, password, redirect: false },
      ...(school && { school }),
    })
    if (answer?.ok && !answer.error) return { state: 'in' }
    if (answer?.error === 'other_site') return { state: 'otherSite' }
    return refusalOf(answer?.error) ?? { state: answer?.status === 401 ? 'wrong' : 'failed' }
  } catch {
    return { state: 'failed' }
  }
}
