'use client'

import { Anchor, Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import classes from './api-keys.module.css'
import { EndOldDialog } from './end-old-dialog'
import { KeyDialog } from './key-dialog'
import { KeyRow } from './key-row'
import { KeysEmpty } from './keys-empty'
import { RevokeDialog } from './revoke-dialog'
import { RotateDialog } from './rotate-dialog'
import type { Key, Secret } from './types'

/** What is being done to a key. */
type Act =
  | { kind: 'edit' | 'rotate' | 'revoke'; key: Key }
  | { kind: 'end'; key: Key; secret: Secret }
  | { kind: 'new' }

/** The keys by which outside systems call, with what they were used for; it keeps itself up to date. */
export function ApiKeysPage() {
  const t = useTranslations('apiKeys')
  const trpc = useTRPC()
  const { data, isError, refetch } = useQuery(trpc.apiKeys.list.queryOptions(undefined, { refetchInterval: 5_000 }))
  const [act, setAct] = useState<Act>()
  const close = () => setAct(undefined)
  const keyOf = (kind: Act['kind']) => (act?.kind === kind && 'key' in act ? act.key : undefined)
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAct({ kind: 'new' })}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.keys.length > 0 ? add : undefined}>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && data.keys.length === 0 && <KeysEmpty add={add} />}
      {data && data.keys.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mb="md" maw={720}>
            {t.rich('intro', {
              docs: (text) => (
                <Anchor href="/docs/api" underline="always">
                  {text}
                </Anchor>
              ),
            })}
          </Text>
          <ul className={classes.list} aria-label={t('table')}>
            {data.keys.map((key) => (
              <KeyRow
                key={key.id}
                item={key}
                today={data.today}
                edit={() => setAct({ kind: 'edit', key })}
                rotate={() => setAct({ kind: 'rotate', key })}
                revoke={() => setAct({ kind: 'revoke', key })}
                end={(secret) => setAct({ kind: 'end', key, secret })}
              />
            ))}
          </ul>
        </>
      )}
      {data && (
        <KeyDialog
          opened={act?.kind === 'new' || act?.kind === 'edit'}
          edited={keyOf('edit')}
          list={data}
          close={close}
        />
      )}
      <RotateDialog rotated={keyOf('rotate')} close={close} />
      <RevokeDialog revoked={keyOf('revoke')} close={close} />
      <EndOldDialog ended={act?.kind === 'end' ? act : undefined} close={close} />
    </Page>
  )
}
