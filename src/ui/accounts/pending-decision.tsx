'use client'

import { Button, Group, Stack, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import classes from './account-drawer.module.css'
import { approvalOf, type Decision, proposal } from './decisions'
import { Grants } from './grants'
import { RefuseDialog } from './refuse-dialog'
import { TeacherMatch } from './teacher-match'
import type { Account } from './types'
import { useCandidates } from './use-candidates'
import { useDecisions } from './use-decisions'

/** Lets one registration in, also one that was refused before, or refuses it. */
export function PendingDecision({ account }: { account: Account }) {
  const t = useTranslations('accounts.approvals')
  const candidates = useCandidates([account])
  const { approve, refuse, busy } = useDecisions()
  const [decided, decide] = useState<Decision>()
  const [unclear, setUnclear] = useState(false)
  const [refusing, setRefusing] = useState(false)
  const suggested = candidates.of(account.id)
  const decision = decided ?? proposal(suggested)
  const letIn = () => {
    const approval = approvalOf(account, decision)
    setUnclear(approval === undefined)
    // What went wrong has been said.
    if (approval) void approve({ approvals: [approval] }).catch(() => undefined)
  }
  return (
    <section className={classes.group} aria-label={t('match')}>
      <Stack gap="sm">
        <Title order={3}>{t('match')}</Title>
        <TeacherMatch
          suggestions={suggested}
          value={decision.person}
          onChange={(person) => decide({ ...decision, person })}
          error={unclear && decision.person === '' ? t('matchNeeded') : undefined}
          label={t('match')}
        />
        <Grants account={account} decision={decision} decide={decide} />
        <Group gap="xs">
          <Button disabled={busy || candidates.isLoading} onClick={letIn}>
            {t('approve')}
          </Button>
          {!account.refusal && (
            <Button variant="default" disabled={busy} onClick={() => setRefusing(true)}>
              {t('refuse')}
            </Button>
          )}
        </Group>
      </Stack>
      <RefuseDialog
        count={1}
        opened={refusing}
        busy={busy}
        refuse={(reason) =>
          void refuse({ ids: [account.id], reason })
            .catch(() => undefined)
            .finally(() => setRefusing(false))
        }
        close={() => setRefusing(false)}
      />
    </section>
  )
}
