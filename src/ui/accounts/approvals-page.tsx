'use client'

import { Badge } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { Page } from '../kit/page'
import classes from './accounts.module.css'
import { approvalsParsers, waitingKinds } from './approvals-state'
import { useWaiting } from './use-waiting'
import { WaitingList } from './waiting-list'
import { WishList } from './wish-list'

/** What waits for a decision: registrations, and what accounts ask to be. */
export function ApprovalsPage() {
  const t = useTranslations('accounts.approvals')
  const [{ of, page }, setState] = useQueryStates(approvalsParsers)
  const { pending, asking } = useWaiting()
  const counts = { waiting: pending, wishes: asking }
  const toPage = (next: number) => void setState({ page: next })
  return (
    <Page title={t('title')}>
      <nav className={classes.tabs} aria-label={t('tabs')}>
        {waitingKinds.map((kind) => (
          <Link
            key={kind}
            href={kind === 'waiting' ? '/approvals' : `/approvals?of=${kind}`}
            className={classes.tab}
            aria-current={of === kind ? 'page' : undefined}
          >
            {t(kind)}
            <Badge color="gray" size="sm" className="tabular">
              {counts[kind]}
            </Badge>
          </Link>
        ))}
      </nav>
      {of === 'waiting' ? (
        <WaitingList key={page} page={page} toPage={toPage} />
      ) : (
        <WishList key={page} page={page} toPage={toPage} />
      )}
    </Page>
  )
}
