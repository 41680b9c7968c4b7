'use client'

import { Badge } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './api-keys.module.css'
import type { Key } from './types'
import { useMoments } from './use-moments'
import { useScopeWords } from './use-scope-words'

/** What a key may, from where, how often and until when. */
export function KeyFacts({ item }: { item: Key }) {
  const t = useTranslations('apiKeys')
  const { day } = useMoments()
  const ofScope = useScopeWords()
  const { scopes, addresses, calls_per_minute, expires_at, revoked_at, created_at } = item
  const until = expires_at ? t('until', { when: day(expires_at) }) : t('never')
  return (
    <div className={classes.facts}>
      <span className={classes.scopes}>
        {scopes.map((scope) => (
          <Badge key={scope} color={scope === 'pii:read' || scope === 'accounts:write' ? 'amber' : 'ink'}>
            {ofScope(scope).label}
          </Badge>
        ))}
      </span>
      <span className={classes.meta}>
        <span>{t('created', { when: day(created_at) })}</span>
        <span>{revoked_at ? t('revokedOn', { when: day(revoked_at) }) : until}</span>
        {calls_per_minute !== null && <span>{t('limited', { calls: calls_per_minute })}</span>}
        {addresses.length > 0 && (
          <span title={addresses.join('\n')}>
            {t('only', { address: addresses[0] ?? '', more: addresses.length - 1 })}
          </span>
        )}
      </span>
    </div>
  )
}
