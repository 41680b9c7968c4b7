'use client'

import { Checkbox, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Decision } from './decisions'
import type { Account } from './types'

type Props = {
  account: Pick<Account, 'wants_grade' | 'wants_super'>
  decision: Decision
  decide: (decision: Decision) => void
}

/** What a registration asks to be besides, each to be granted by hand. */
export function Grants({ account, decision, decide }: Props) {
  const t = useTranslations('accounts.approvals')
  const register = useTranslations('register')
  if (account.wants_grade === 0 && account.wants_super === 0) return null
  return (
    <Group gap="md" role="group" aria-label={t('asks')}>
      <span>{t('asks')}</span>
      {account.wants_grade > 0 && (
        <Checkbox
          size="xs"
          label={t('grantGrade', { grade: register('grade', { grade: String(account.wants_grade) }) })}
          checked={decision.grade}
          onChange={(event) => decide({ ...decision, grade: event.currentTarget.checked })}
        />
      )}
      {account.wants_super > 0 && (
        <Checkbox
          size="xs"
          label={t('grantSuper')}
          checked={decision.super}
          onChange={(event) => decide({ ...decision, super: event.currentTarget.checked })}
        />
      )}
    </Group>
  )
}
