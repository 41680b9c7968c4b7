'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import classes from './accounts.module.css'
import { ApprovalsEmpty } from './approvals-empty'
import { approvalsInput } from './approvals-state'
import { ChooseAll } from './choose-all'
import { DecisionBar } from './decision-bar'
import { approvalOf, type Decision, proposal } from './decisions'
import { Pages } from './pages'
import { RefuseDialog } from './refuse-dialog'
import { RegistrationRow } from './registration-row'
import { useAges } from './use-ages'
import { useCandidates } from './use-candidates'
import { useChosen } from './use-chosen'
import { useDecisions } from './use-decisions'

type Props = { page: number; toPage: (page: number) => void }

/** The registrations that wait, each with the teacher it may be. */
export function WaitingList({ page, toPage }: Props) {
  const t = useTranslations('accounts.approvals')
  const trpc = useTRPC()
  const list = useQuery(trpc.accounts.list.queryOptions(approvalsInput({ of: 'waiting', page })))
  const rows = list.data?.rows ?? none
  const ids = rows.map(({ id }) => id)
  const candidates = useCandidates(rows)
  const ageOf = useAges(ids)
  const { approve, refuse, busy } = useDecisions()
  const [decided, setDecided] = useState<Record<number, Decision>>({})
  const [unclear, setUnclear] = useState<number[]>([])
  const [refusing, setRefusing] = useState<number[]>([])
  const { chosen, choose, clear } = useChosen(ids)
  const suggestedFor = (id: number) => candidates.of(id)
  const decisionFor = (id: number) => decided[id] ?? proposal(suggestedFor(id))

  const approveAll = async (wanted: readonly number[]) => {
    const missing = wanted.filter((id) => decisionFor(id).person === '')
    setUnclear(missing)
    if (missing.length > 0) return
    const approvals = wanted.map((id) => approvalOf({ id }, decisionFor(id))).filter((each) => each !== undefined)
    // What went wrong has been said.
    await approve({ approvals }).then(clear, () => undefined)
  }
  const refuseAll = async (reason: string) => {
    await refuse({ ids: refusing, reason }).then(clear, () => undefined)
    setRefusing([])
  }

  if (list.isError && !list.data) return <LoadFailed retry={() => void list.refetch()} />
  if (list.data && list.data.total === 0) return <ApprovalsEmpty of="waiting" />
  return (
    <>
      {rows.length > 0 && <ChooseAll ids={ids} chosen={chosen} choose={choose} column={t('match')} />}
      <ul className={classes.list} aria-label={t('waiting')} aria-busy={candidates.isLoading}>
        {rows.map((account) => (
          <RegistrationRow
            key={account.id}
            account={account}
            age={ageOf(account.id)}
            suggestions={suggestedFor(account.id)}
            decision={decisionFor(account.id)}
            decide={(decision) => setDecided((now) => ({ ...now, [account.id]: decision }))}
            error={unclear.includes(account.id) && decisionFor(account.id).person === '' ? t('matchNeeded') : undefined}
            chosen={chosen.includes(account.id)}
            choose={(is) => choose(is ? [...chosen, account.id] : chosen.filter((id) => id !== account.id))}
            // Before it is known who they may be, nobody is let in as somebody new.
            busy={busy || candidates.isLoading}
            approve={() => void approveAll([account.id])}
            refuse={() => setRefusing([account.id])}
          />
        ))}
      </ul>
      <Pages page={page} total={list.data?.total ?? 0} toPage={toPage} />
      <DecisionBar
        count={chosen.length}
        clear={clear}
        busy={busy}
        yes={{ label: t('approveMany', { count: chosen.length }), act: () => void approveAll(chosen) }}
        no={{ label: t('refuseMany', { count: chosen.length }), act: () => setRefusing(chosen) }}
      />
      <RefuseDialog
        count={refusing.length}
        opened={refusing.length > 0}
        busy={busy}
        refuse={(reason) => void refuseAll(reason)}
        close={() => setRefusing([])}
      />
    </>
  )
}

const none: never[] = []
