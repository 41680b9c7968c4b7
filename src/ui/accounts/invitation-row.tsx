'use client'

import { Badge, Button } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import classes from './invitations.module.css'
import type { Invitation } from './types'

export function InvitationRow({ invitation, revoke }: { invitation: Invitation; revoke: () => void }) {
  const t = useTranslations('accounts.invitations')
  const format = useFormatter()
  const day = (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium' })
  const { uses, most_uses, expires_at, open } = invitation
  const note = invitation.note || t('noNote')
  return (
    <li className={classes.item} data-closed={!open || undefined}>
      <span className={classes.note}>
        {note}
        {invitation.auto_approve && <Badge color="amber">{t('autoBadge')}</Badge>}
        <small>
          {t('created')} {day(invitation.created_at)}
        </small>
      </span>
      <span className={classes.meta}>
        {t('used')} {most_uses === null ? t('uses', { uses }) : t('usesOf', { uses, most: most_uses })}
      </span>
      <span className={classes.meta}>{expires_at ? t('until', { when: day(expires_at) }) : t('never')}</span>
      <span className={classes.state}>{t(open ? 'open' : 'closed')}</span>
      <Button variant="subtle" color="red" size="compact-sm" aria-label={t('revokeOne', { note })} onClick={revoke}>
        {t('revoke')}
      </Button>
    </li>
  )
}
