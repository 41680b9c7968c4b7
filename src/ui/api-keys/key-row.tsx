'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './api-keys.module.css'
import { KeyFacts } from './key-facts'
import { KeyNarrowed } from './key-narrowed'
import { KeySecrets } from './key-secrets'
import type { Key, Secret } from './types'
import { UseChart } from './use-chart'
import { useMoments } from './use-moments'

type Props = {
  item: Key
  today: string
  edit: () => void
  rotate: () => void
  revoke: () => void
  end: (secret: Secret) => void
}

/** A key: what it may, how it was used, what one can do with it. */
export function KeyRow({ item, today, edit, rotate, revoke, end }: Props) {
  const t = useTranslations('apiKeys')
  const { moment } = useMoments()
  const { name, state, last_at, last_from, days, secrets } = item
  return (
    <li className={classes.item} data-state={state} aria-label={name}>
      <div className={classes.who}>
        <strong>{name}</strong>
        <span className={classes.state}>{t(`state.${state}`)}</span>
        <code>{item.client_id}</code>
      </div>
      <KeyFacts item={item} />
      <div className={classes.used}>
        <UseChart days={days} today={today} />
        <span className={classes.last}>
          {last_at
            ? t('lastUse', { when: moment(last_at), address: last_from })
            : t(days.length > 0 ? 'onlyRefused' : 'neverUsed')}
        </span>
      </div>
      {state !== 'revoked' && (
        <div className={classes.acts}>
          <Button variant="default" size="compact-sm" aria-label={t('editOne', { name })} onClick={edit}>
            {t('edit')}
          </Button>
          {state === 'open' && (
            <Button variant="default" size="compact-sm" aria-label={t('rotateOne', { name })} onClick={rotate}>
              {t('rotate')}
            </Button>
          )}
          <Button variant="subtle" color="red" size="compact-sm" aria-label={t('revokeOne', { name })} onClick={revoke}>
            {t('revoke')}
          </Button>
        </div>
      )}
      {item.is_narrowed && <KeyNarrowed item={item} edit={edit} />}
      {state === 'open' && secrets.length > 1 && <KeySecrets secrets={secrets} end={end} />}
    </li>
  )
}
