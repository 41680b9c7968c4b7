'use client'

import { Button, Checkbox } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import classes from './accounts.module.css'
import type { Decision } from './decisions'
import { Grants } from './grants'
import { MaskedNumber } from './masked-number'
import { TeacherMatch } from './teacher-match'
import type { Account, Candidate } from './types'

type Props = {
  account: Account
  /** How long it waits, in words. */
  age: string
  suggestions: readonly Candidate[]
  decision: Decision
  decide: (decision: Decision) => void
  error: string | undefined
  chosen: boolean
  choose: (chosen: boolean) => void
  busy: boolean
  approve: () => void
  refuse: () => void
}

/** One registration that waits: who it says it is, which teacher that is, and yes or no. */
export function RegistrationRow({
  account,
  age,
  suggestions,
  decision,
  decide,
  error,
  chosen,
  choose,
  ...acts
}: Props) {
  const t = useTranslations('accounts.approvals')
  const format = useFormatter()
  const name = account.username
  return (
    <li className={classes.item} data-chosen={chosen || undefined} aria-label={name}>
      <Checkbox
        size="xs"
        aria-label={t('select', { name })}
        checked={chosen}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <div className={classes.who}>
        <strong>{name}</strong>
        <div className={classes.facts}>
          <MaskedNumber phone={account.phone} name={name} />
          {account.work_id && <span>{t('workId', { number: account.work_id })}</span>}
        </div>
        <div className={classes.facts}>
          <span>
            {t('registered', {
              when: format.dateTime(new Date(account.create_time), { dateStyle: 'medium', timeStyle: 'short' }),
            })}
          </span>
          {age && <span>{age}</span>}
          {account.email && <span>{account.email}</span>}
          {account.wechat && <span>{account.wechat}</span>}
        </div>
      </div>
      <div className={classes.choice}>
        <span className={classes.caption} aria-hidden="true">
          {t('match')}
        </span>
        <TeacherMatch
          suggestions={suggestions}
          value={decision.person}
          onChange={(person) => decide({ ...decision, person })}
          error={error}
          label={`${t('match')}：${name}`}
        />
        <Grants account={account} decision={decision} decide={decide} />
      </div>
      <div className={classes.acts}>
        <Button disabled={acts.busy} aria-label={t('approveOne', { name })} onClick={acts.approve}>
          {t('approve')}
        </Button>
        <Button variant="default" disabled={acts.busy} aria-label={t('refuseOne', { name })} onClick={acts.refuse}>
          {t('refuse')}
        </Button>
      </div>
    </li>
  )
}
