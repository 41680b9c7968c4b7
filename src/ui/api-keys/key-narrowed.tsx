'use client'

import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../trpc/client'
import classes from './api-keys.module.css'
import type { Key } from './types'
import { useKeyAct } from './use-key-act'
import { useScopeWords } from './use-scope-words'

type Props = { item: Key; edit: () => void }

const lost = ['password', 'approval', 'standing'] as const

/** What a key from before the upgrade can no longer do, until somebody edits it or has seen this. */
export function KeyNarrowed({ item, edit }: Props) {
  const t = useTranslations('apiKeys')
  const trpc = useTRPC()
  const ofScope = useScopeWords()
  const seen = useMutation(trpc.apiKeys.acknowledge.mutationOptions(useKeyAct(t('narrowedDone'), () => {})))
  return (
    <section className={classes.narrowed} aria-label={t('narrowedTitle')}>
      <strong>{t('narrowedTitle')}</strong>
      <ul>
        {lost.map((each) => (
          <li key={each}>{t(`narrowed.${each}`)}</li>
        ))}
      </ul>
      <p>{t('narrowedHelp', { scope: ofScope('accounts:write').label })}</p>
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={edit}>
          {t('narrowedEdit')}
        </Button>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('narrowedSeenOne', { name: item.name })}
          loading={seen.isPending}
          onClick={() => seen.mutate({ id: item.id })}
        >
          {t('narrowedSeen')}
        </Button>
      </Group>
    </section>
  )
}
