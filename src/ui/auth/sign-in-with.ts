import { signIn } from 'next-auth/react'

/** `seconds`: where the site is busy, when to try again. */
export type SignInOutcome = { state: 'in' | 'wrong' | 'tooMany' | 'failed' } | { state: 'busy'; seconds: number }

/** The code by which a busy site refuses; in it the seconds to wait. */
const busyCode = /^unavailable-(\d+)$/

/** Signs in and says how it went. */
export async function signInWith(username: string, password: string): Promise<SignInOutcome> {
  try {
    const answer = await signIn('credentials', { username, password, redirect: false })
    if (answer?.ok && !answer.error) return { state: 'in' }
    const busy = busyCode.exec(answer?.error ?? '')
    if (busy) return { state: 'busy', seconds: Number(busy[1]) }
    if (answer?.status === 429 || answer?.error === 'throttled') return { state: 'tooMany' }
    return { state: answer?.status === 401 ? 'wrong' : 'failed' }
  } catch {
    return { state: 'failed' }
  }
}
