'use client'

import { Button, CloseButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './active-filters.module.css'
import type { Facet } from './facet'

/** What the list is narrowed to, each with a cross. */
export function ActiveFilters({ facets, clear }: { facets: Facet[]; clear: () => void }) {
  const t = useTranslations('table')
  const active = facets.flatMap((facet) => facet.chosen.map((value) => ({ facet, value })))
  if (active.length === 0) return null
  return (
    <ul className={classes.chips} aria-label={t('activeFilters')}>
      {active.map(({ facet, value }) => {
        const option = facet.options.find((each) => each.value === value)?.label ?? value
        const label = `${facet.label}：${option}`
        return (
          <li key={`${facet.id} ${value}`} className={classes.chip}>
            <span>{facet.label}</span>
            {option}
            <CloseButton
              size="xs"
              aria-label={t('removeFilter', { label })}
              onClick={() => facet.choose(facet.chosen.filter((each) => each !== value))}
            />
          </li>
        )
      })}
      <li>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={clear}>
          {t('clearAll')}
        </Button>
      </li>
    </ul>
  )
}
