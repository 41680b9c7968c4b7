'use client'

import { Button, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useActor } from '../shell/actor-context'
import classes from './account-drawer.module.css'
import { ResetLinkDialog } from './reset-link-dialog'
import type { Account } from './types'
import { useAccountActions } from './use-account-actions'

type Act = { key: 'reset' | 'end' | 'disable' | 'enable'; act: () => unknown }

/** How an account signs in: a new password, an end to its sessions, a closed door. */
export function AccountActions({ account }: { account: Account }) {
  const t = useTranslations('accounts.detail')
  const { username } = useActor()
  const { change, end, makeLink, busy } = useAccountActions(account)
  const [asking, setAsking] = useState<'disable' | 'end'>()
  const [token, setToken] = useState<string>()
  const name = account.username
  const isOwn = name === username
  const done = () => setAsking(undefined)
  const disable = () => void change({ is_active: false }, t('disabled', { name })).finally(done)
  const acts: (Act | false)[] = [
    // One's own password is changed under one's own account.
    account.is_active && !isOwn && { key: 'reset', act: async () => setToken(await makeLink()) },
    account.is_active && { key: 'end', act: () => (isOwn ? setAsking('end') : end()) },
    account.is_active
      ? { key: 'disable', act: () => setAsking('disable') }
      : { key: 'enable', act: () => void change({ is_active: true }, t('enabled', { name })) },
  ]
  return (
    <section className={classes.group} aria-label={t('security')}>
      <Title order={3}>{t('security')}</Title>
      {acts
        .filter((each) => each !== false)
        .map(({ key, act }) => (
          <div key={key} className={classes.act}>
            <span>
              {t(key)}
              <small>{t(`${key}Hint`)}</small>
            </span>
            <Button
              variant={key === 'disable' ? 'light' : 'default'}
              {...(key === 'disable' && { color: 'red' })}
              disabled={busy}
              onClick={() => void act()}
            >
              {t(key)}
            </Button>
          </div>
        ))}
      <ConfirmDialog
        opened={asking === 'disable'}
        title={t('confirmDisable', { name })}
        confirm={t('disable')}
        busy={busy}
        onConfirm={disable}
        onCancel={done}
      >
        {t(isOwn ? 'confirmOwn' : 'confirmDisableBody')}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asking === 'end'}
        title={t('end')}
        confirm={t('end')}
        busy={busy}
        onConfirm={() => {
          done()
          end()
        }}
        onCancel={done}
      >
        {t('confirmOwn')}
      </ConfirmDialog>
      <ResetLinkDialog name={name} token={token} close={() => setToken(undefined)} />
    </section>
  )
}
