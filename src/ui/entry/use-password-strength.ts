'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'

export type Judged = 0 | 1 | 2 | 3 | 4

/** How strong a password is for somebody of whom so much is known; undefined until it was judged, or when it cannot be. */
export function usePasswordStrength(password: string, known: string[]): Judged | undefined {
  const [settled] = useDebouncedValue(password, 150)
  const [judged, setJudged] = useState<{ password: string; strength: Judged }>()
  const about = JSON.stringify(known)
  useEffect(() => {
    if (settled === '') return
    let stale = false
    const judge = async () => {
      const { passwordStrength } = await import('@/domain/accounts/password-rules')
      const texts: string[] = JSON.parse(about)
      const strength = await passwordStrength(settled, texts)
      if (!stale) setJudged({ password: settled, strength })
    }
    // Without its lists there is no meter; the server judges all the same.
    judge().catch(() => undefined)
    return () => {
      stale = true
    }
  }, [settled, about])
  return password === '' ? undefined : judged?.strength
}

/** What is wrong with a password that is chosen here, by the rule the server goes by. */
export async function passwordReason(password: string, known: string[]) {
  const { passwordIssue } = await import('@/domain/accounts/password-rules')
  return passwordIssue(password, known)
}
