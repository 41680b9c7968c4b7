'use client'

import { Button, Progress } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { EndedAct, ShownAct } from '@/domain/acts/schema'
import { useCan } from '../shell/actor-context'
import classes from './acts.module.css'
import { useActWords } from './use-act-words'
import { useActAct, useActs } from './use-acts'

/**
 * The big act of the school that is under way, what waits behind it, and what came of one's own; nothing where there is none.
 * `wanted`: whether the reader may be about to begin another.
 */
export function ActsLine({ wanted = true }: { wanted?: boolean }) {
  const t = useTranslations('acts')
  const acts = useActs(wanted)
  if (!acts || acts.open.length + acts.ended.length === 0) return null
  const [first, ...others] = acts.open
  return (
    <section className={classes.acts} aria-label={t('label')}>
      {first && <UnderWay act={first} />}
      {others.length > 0 && (
        <details className={classes.behind}>
          <summary>{t('behind', { count: others.length + acts.more })}</summary>
          <ol>
            {others.map((act) => (
              <Waiting key={act.id} act={act} />
            ))}
          </ol>
          {acts.more > 0 && t('more', { count: acts.more })}
        </details>
      )}
      {acts.ended.map((act) => (
        <Ended key={act.id} act={act} />
      ))}
    </section>
  )
}

function UnderWay({ act }: { act: ShownAct }) {
  const t = useTranslations('acts')
  const { what, who, since } = useActWords()
  const { state, phase, done, total } = act
  const named = t(state === 'running' ? 'running' : 'next', { what: what(act) })
  const step = phase === 'checking' || phase === 'writing' ? t(phase) : ''
  const part = total > 0 && done > 0 ? Math.min(100, (done / total) * 100) : undefined
  return (
    <div className={classes.act}>
      <span className={classes.what} role="status">
        {named}
      </span>
      <span className={classes.facts}>
        {[who(act), since(act), step].filter(Boolean).join(' · ')}
        {state === 'running' && total > 0 && <span className="tabular"> {t('progress', { done, total })}</span>}
      </span>
      <Cancel act={act} />
      <Progress.Root size={2} radius={0} className={classes.bar}>
        <Progress.Section
          value={part ?? 100}
          animated={part === undefined}
          striped={part === undefined}
          aria-label={named}
          {...(part === undefined && { 'aria-valuenow': undefined, 'aria-valuetext': step || named })}
        />
      </Progress.Root>
    </div>
  )
}

function Waiting({ act }: { act: ShownAct }) {
  const { what, who, since } = useActWords()
  return (
    <li className={classes.act}>
      <span>{what(act)}</span>
      <span className={classes.facts}>
        {who(act)} · {since(act)}
      </span>
      <Cancel act={act} />
    </li>
  )
}

/** An import is cancelled on its own page. */
function Cancel({ act }: { act: ShownAct }) {
  const t = useTranslations('acts')
  const { what } = useActWords()
  const { cancel } = useActAct()
  const isAdmin = useCan('people:import')
  if (act.kind === 'import-run' || !(act.isOwn || isAdmin)) return null
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={t('cancelOf', { what: what(act) })}
      loading={cancel.isPending || cancel.isSuccess}
      onClick={() => cancel.mutate({ job: act.id })}
    >
      {t('cancel')}
    </Button>
  )
}

function Ended({ act }: { act: EndedAct }) {
  const t = useTranslations('acts')
  const { what, why } = useActWords()
  const { forget, retry } = useActAct()
  const seesHistory = useCan('history:read')
  const isDone = act.state === 'done'
  return (
    <div className={classes.act}>
      <span role="status" className={classes.outcome}>
        {isDone ? (
          t('done', { what: what(act), count: act.count })
        ) : (
          <>
            <strong>{t('failed', { what: what(act) })}</strong> {why(act)}
          </>
        )}
      </span>
      <span className={classes.ways}>
        {isDone && seesHistory && act.change_set && (
          <Button component={Link} href={`/history?set=${act.change_set}`} variant="subtle" size="compact-sm">
            {t('see')}
          </Button>
        )}
        {(act.ended === 'died' || act.ended === 'failed') && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={retry.isPending}
            onClick={() => retry.mutate({ job: act.id })}
          >
            {t('again')}
          </Button>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          loading={forget.isPending}
          onClick={() => forget.mutate({ job: act.id })}
        >
          {t('seen')}
        </Button>
      </span>
    </div>
  )
}
