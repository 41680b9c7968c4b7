'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './api-keys.module.css'
import type { Key, Secret } from './types'
import { useMoments } from './use-moments'

type Props = { secrets: Key['secrets']; end: (secret: Secret) => void }

/** While a rotation overlaps: the new secret and the old ones, who still uses them, and until when they work. */
export function KeySecrets({ secrets, end }: Props) {
  const t = useTranslations('apiKeys')
  const { moment } = useMoments()
  const used = ({ last_at }: Secret) => (last_at ? t('secretUsed', { when: moment(last_at) }) : t('secretUnused'))
  return (
    <ul className={classes.secrets} aria-label={t('overlap')}>
      {secrets.map((secret) => (
        <li key={secret.id}>
          <strong>{t(secret.ends_at ? 'oldSecret' : 'newSecret')}</strong>
          <span>
            {secret.ends_at
              ? t('endsAt', { when: moment(secret.ends_at) })
              : t('madeAt', { when: moment(secret.created_at) })}
          </span>
          <span>{used(secret)}</span>
          {secret.ends_at && (
            <Button variant="subtle" color="red" size="compact-xs" onClick={() => end(secret)}>
              {t('endOld')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
