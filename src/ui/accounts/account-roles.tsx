'use client'

import { Button, NativeSelect, Stack, Switch, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { useActor } from '../shell/actor-context'
import classes from './account-drawer.module.css'
import type { Account } from './types'
import { useAccountActions } from './use-account-actions'

const grades = [1, 2, 3, 4, 5, 6] as const

/** What an account administers. Another role ends its sessions, so it is saved as a whole. */
export function AccountRoles({ account }: { account: Account }) {
  const t = useTranslations('accounts.detail')
  const register = useTranslations('register')
  const { username } = useActor()
  const { change, busy } = useAccountActions(account)
  const [grade, setGrade] = useState(account.is_grade)
  const [isSuper, setSuper] = useState(account.is_super > 0)
  const [asking, setAsking] = useState(false)
  const changed = grade !== account.is_grade || isSuper !== account.is_super > 0
  const save = () => {
    setAsking(false)
    const said = t('saved', { name: account.username })
    void change({ is_grade: grade, is_super: isSuper ? account.is_super || 1 : 0 }, said)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (account.username === username) setAsking(true)
    else save()
  }
  return (
    <form className={classes.group} onSubmit={submit} aria-label={t('roles')}>
      <Stack gap="md" align="flex-start">
        <Title order={3}>{t('roles')}</Title>
        <NativeSelect
          label={t('grade')}
          data={[
            { value: '0', label: t('noGrade') },
            ...grades.map((each) => ({ value: String(each), label: register('grade', { grade: String(each) }) })),
          ]}
          value={String(grade)}
          onChange={(event) => setGrade(Number(event.currentTarget.value))}
          w={220}
        />
        <Switch
          label={t('super')}
          description={t('superHint')}
          checked={isSuper}
          onChange={(event) => setSuper(event.currentTarget.checked)}
        />
        <Button type="submit" disabled={!changed} loading={busy}>
          {t('save')}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={asking}
        title={t('roles')}
        confirm={t('save')}
        onConfirm={save}
        onCancel={() => setAsking(false)}
      >
        {t('confirmOwn')}
      </ConfirmDialog>
    </form>
  )
}
