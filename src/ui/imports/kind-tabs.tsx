'use client'

import { UnstyledButton } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import { type Tab, tabs } from './import-state'
import classes from './imports.module.css'
import type { Import } from './types'

/** How many rows there are of each kind; pressing one narrows to it. */
export function KindTabs({ found, tab, choose }: { found: Import; tab: Tab; choose: (tab: Tab) => void }) {
  const t = useTranslations('imports')
  const format = useFormatter()
  const isDone = found.state === 'done'
  const countOf = (each: Tab) => (each === 'all' ? found.rows : (found.counts[each] ?? 0))
  // A kind that the mode does not know of is no tab; whoever was archived is in no row any more.
  const shown = tabs.filter((each) => {
    if (each === 'missing') return found.settings.mode === 'sync' && !isDone
    if (each === 'moved') return !isDone && countOf(each) > 0
    return each === 'all' || each === tab || countOf(each) > 0 || each === 'wrong'
  })
  return (
    <fieldset aria-label={t('filter')} className={classes.tabs}>
      {shown.map((each) => (
        <UnstyledButton
          key={each}
          className={classes.tab}
          aria-pressed={each === tab}
          data-kind={each}
          onClick={() => choose(each)}
        >
          {t(isDone && each !== 'all' && each !== 'missing' && each !== 'moved' ? `kindDone.${each}` : `kind.${each}`)}{' '}
          <span data-some={countOf(each) > 0 || undefined}>{format.number(countOf(each))}</span>
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
