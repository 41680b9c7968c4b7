'use client'

import { useTranslations } from 'next-intl'
import type { ImportSummary } from './types'

const told = ['new', 'changed', 'archived', 'kept_admins', 'guardians', 'wrong', 'duplicate', 'left'] as const

/** What came of an import, in one line; empty when it was nothing. */
export function useCountWords() {
  const t = useTranslations('imports')
  return (counts: ImportSummary['counts']): string =>
    told
      .flatMap((kind) => {
        const count = counts[kind] ?? 0
        return count > 0 ? [t(`counted.${kind}`, { count })] : []
      })
      .join(t('separator'))
}
