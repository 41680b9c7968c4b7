'use client'

import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRoleWords } from '../account/use-role-words'
import { useWishWords } from '../account/use-wish-words'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import classes from './accounts.module.css'
import { ApprovalsEmpty } from './approvals-empty'
import { approvalsInput } from './approvals-state'
import { ChooseAll } from './choose-all'
import { DecisionBar } from './decision-bar'
import { MaskedNumber } from './masked-number'
import { Pages } from './pages'
import { RefuseDialog } from './refuse-dialog'
import { useChosen } from './use-chosen'
import { useDecisions } from './use-decisions'

type Props = { page: number; toPage: (page: number) => void }

/** What accounts that are let in already ask to be besides. */
export function WishList({ page, toPage }: Props) {
  const t = useTranslations('accounts.approvals')
  const trpc = useTRPC()
  const list = useQuery(trpc.accounts.list.queryOptions(approvalsInput({ of: 'wishes', page })))
  const wishOf = useWishWords()
  const roleOf = useRoleWords()
  const { decideWishes, busy } = useDecisions()
  const rows = list.data?.rows ?? none
  const ids = rows.map(({ id }) => id)
  const { chosen, choose, clear } = useChosen(ids)
  const [denying, setDenying] = useState<readonly number[]>([])
  // What went wrong has been said.
  const grant = (wanted: readonly number[]) => void decideWishes(wanted, true).then(clear, () => undefined)
  const deny = (reason: string) =>
    void decideWishes(denying, false, reason).then(
      () => {
        setDenying([])
        clear()
      },
      () => undefined,
    )

  if (list.isError && !list.data) return <LoadFailed retry={() => void list.refetch()} />
  if (list.data && list.data.total === 0) return <ApprovalsEmpty of="wishes" />
  return (
    <>
      {rows.length > 0 && <ChooseAll ids={ids} chosen={chosen} choose={choose} />}
      <ul className={classes.list} aria-label={t('wishes')}>
        {rows.map((account) => {
          const { id, username: name } = account
          return (
            <li key={id} className={classes.item} data-chosen={chosen.includes(id) || undefined} aria-label={name}>
              <Checkbox
                size="xs"
                aria-label={t('select', { name })}
                checked={chosen.includes(id)}
                onChange={(event) =>
                  choose(event.currentTarget.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              <div className={classes.who}>
                <strong>{name}</strong>
                <div className={classes.facts}>
                  <MaskedNumber phone={account.phone} name={name} />
                  {account.work_id && <span>{t('workId', { number: account.work_id })}</span>}
                </div>
              </div>
              <div className={classes.choice}>
                <span>{t('wants', { what: wishOf(account) })}</span>
                <span className={classes.facts}>{t('now', { role: roleOf(account) })}</span>
              </div>
              <div className={classes.acts}>
                <Button disabled={busy} aria-label={t('grantOne', { name })} onClick={() => grant([id])}>
                  {t('grant')}
                </Button>
                <Button
                  variant="default"
                  disabled={busy}
                  aria-label={t('denyOne', { name })}
                  onClick={() => setDenying([id])}
                >
                  {t('deny')}
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
      <Pages page={page} total={list.data?.total ?? 0} toPage={toPage} />
      <DecisionBar
        count={chosen.length}
        clear={clear}
        busy={busy}
        yes={{ label: t('grantMany', { count: chosen.length }), act: () => grant(chosen) }}
        no={{ label: t('denyMany', { count: chosen.length }), act: () => setDenying(chosen) }}
      />
      <RefuseDialog
        of="wishes"
        count={denying.length}
        opened={denying.length > 0}
        busy={busy}
        refuse={deny}
        close={() => setDenying([])}
      />
    </>
  )
}

const none: never[] = []
