import { signIn } from 'next-auth/react'

export type SignInOutcome = 'in' | 'wrong' | 'tooMany' | 'failed'

/** Signs in and says in one word how it went. */
export async function signInWith(username: string, password: string): Promise<SignInOutcome> {
  try {
    const answer = await signIn('credentials', { username, password, redirect: false })
    if (answer?.ok && !answer.error) return 'in'
    if (answer?.status === 429 || answer?.error === 'throttled') return 'tooMany'
    return answer?.status === 401 ? 'wrong' : 'failed'
  } catch {
    return 'failed'
  }
}
