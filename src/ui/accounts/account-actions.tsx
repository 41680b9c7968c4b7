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

type Act = { key: 'reset' | 'end' | 'disable' | 'enable' | 'erase'; act: () => unknown }

const isHard = (key: Act['key']) => key === 'disable' || key === 'erase'

/** How an account signs in: a new password, an end to its sessions, a closed door. */
export function AccountActions({ account, close }: { account: Account; close: () => void }) {
  const t = useTranslations('accounts.detail')
  const { username } = useActor()
  const { change, end, erase, makeLink, busy } = useAccountActions(account)
  const [asking, setAsking] = useState<'disable' | 'end' | 'erase'>()
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
    // The account of a person goes with the person.
    account.person_id === null && !isOwn && { key: 'erase', act: () => setAsking('erase') },
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
              variant={isHard(key) ? 'light' : 'default'}
              {...(isHard(key) && { color: 'red' })}
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
        opened={asking === 'erase'}
        title={t('confirmErase', { name })}
        confirm={t('erase')}
        busy={busy}
        onConfirm={() => void erase().then((gone) => (gone ? close() : done()))}
        onCancel={done}
      >
        {t('confirmEraseBody')}
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
