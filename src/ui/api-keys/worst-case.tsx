'use client'

import { useTranslations } from 'next-intl'
import type { KeyScope } from '@/domain/policy'
import classes from './api-keys.module.css'
import { useMoments } from './use-moments'
import { useScopeWords } from './use-scope-words'

type Props = {
  scopes: readonly KeyScope[]
  /** The last day on which the key works; null: no end; `''`: not said yet. */
  until: string | null
}

/** What whoever holds the key could do at worst by the scopes that are chosen, and until when. */
export function WorstCase({ scopes, until }: Props) {
  const t = useTranslations('apiKeys')
  const ofScope = useScopeWords()
  const { day } = useMoments()
  return (
    <section className={classes.worst} aria-label={t('worst')} aria-live="polite">
      <strong>{t('worst')}</strong>
      {scopes.length === 0 ? (
        <p>{t('worstNothing')}</p>
      ) : (
        <>
          <ul>
            {scopes.map((scope) => (
              <li key={scope}>{ofScope(scope).worst}</li>
            ))}
          </ul>
          {until === null && <p>{t('worstNoEnd')}</p>}
          {until && <p>{t('worstUntil', { day: day(`${until}T00:00:00+08:00`) })}</p>}
        </>
      )}
    </section>
  )
}
