'use client'

import { useLocale } from 'next-intl'
import { type KeyScope, scopeTable } from '@/domain/policy'

/** What a scope is called, opens, and could do at worst, in the language of the page. */
export function useScopeWords() {
  const language = useLocale()
  return (scope: KeyScope) => {
    const { label, opens, worst } = scopeTable[scope]
    return { label: label[language], opens: opens[language], worst: worst[language] }
  }
}
