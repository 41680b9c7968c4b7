'use client'

import { Button, Text, Title } from '@mantine/core'
import { IconHistoryOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { ActsLine } from '../acts/acts-line'
import { DateField } from '../form/date-field'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import people from '../people/people-page.module.css'
import { ActiveFilters } from '../table/active-filters'
import { FacetFilter } from '../table/facet-filter'
import { useTRPC } from '../trpc/client'
import { ActDrawer } from './act-drawer'
import { ActList } from './act-list'
import classes from './history.module.css'
import { historyInput, historyParsers } from './history-state'
import { useHistoryFacets } from './use-history-facets'

const nothing = { from: null, to: null, who: null, via: null, kind: null, noun: null, action: null, before: null }

/** Everything that was written in the school, the latest first; filters and page are in the address. */
export function HistoryPage() {
  const t = useTranslations('history')
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(historyParsers, { history: 'push' })
  const list = useQuery(trpc.history.list.queryOptions(historyInput(state), { placeholderData: keepPreviousData }))
  const facets = useHistoryFacets(state, (change) => void setState({ ...change, before: null }))
  const rows = list.data?.rows ?? []
  const clear = () => void setState(nothing)
  const last = rows.at(-1)?.id
  return (
    <Page title={t('title')}>
      <ActsLine />
      <div className={people.toolbar}>
        <div className={classes.dates}>
          {(['from', 'to'] as const).map((end) => (
            <DateField
              key={end}
              aria-label={t(`filters.${end}`)}
              placeholder={t(`filters.${end}`)}
              value={state[end]}
              onChange={(day) => void setState({ [end]: day || null, before: null })}
            />
          ))}
        </div>
        <div className={people.facets}>
          {facets.map((facet) => (
            <FacetFilter key={facet.id} facet={facet} />
          ))}
        </div>
      </div>
      <ActiveFilters facets={facets} clear={clear} />
      <div className={people.progress} data-busy={list.isFetching || undefined} />
      {list.isError && !list.data && <LoadFailed retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <div className={people.empty} role="status">
          <IconHistoryOff size={40} stroke={1.2} aria-hidden="true" />
          <Title order={2}>{t('empty')}</Title>
          <Text c="dimmed">{t('emptyBody')}</Text>
          <Button mt="sm" variant="default" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
      <ActList rows={rows} />
      {(list.data?.more || state.before) && (
        <nav className={classes.pages} aria-label={t('list')}>
          {state.before && (
            <Button variant="default" onClick={() => void setState({ before: null })}>
              {t('latest')}
            </Button>
          )}
          {list.data?.more && last && (
            <Button variant="default" onClick={() => void setState({ before: last }).then(() => window.scrollTo(0, 0))}>
              {t('older')}
            </Button>
          )}
        </nav>
      )}
      <ActDrawer />
    </Page>
  )
}
