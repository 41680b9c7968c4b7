'use client'

import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { LoadFailed } from '../kit/load-failed'
import people from '../people/people-page.module.css'
import { Pager } from '../table/pager'
import { SearchBox } from '../table/search-box'
import { useTRPC } from '../trpc/client'
import { importParsers, pageSizes, rowsInput, shownState } from './import-state'
import classes from './imports.module.css'
import { KindTabs } from './kind-tabs'
import { MissingPeople } from './missing-people'
import { MovedItem } from './moved-item'
import { NowFilter } from './now-filter'
import { RowItem } from './row-item'
import type { Import, Row } from './types'

/** The rows of an import under their kinds, a page at a time; the address says which. */
export function RowsView({ found, editable }: { found: Import; editable: boolean }) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const [wanted, setState] = useQueryStates(importParsers)
  const state = shownState(found, wanted)
  const isMissing = state.rows === 'missing'
  const rows = useQuery(
    trpc.imports.rows.queryOptions(rowsInput(found.id, state), {
      enabled: !isMissing,
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  )
  const total = rows.data?.total ?? 0
  return (
    <section aria-label={t('rows')}>
      <div className={classes.toolbar}>
        <KindTabs
          found={found}
          tab={state.rows}
          choose={(tab) => void setState({ rows: tab, page: null }, { history: 'push' })}
        />
        {!isMissing && (
          <div className={classes.search}>
            {state.rows === 'moved' && <NowFilter />}
            <SearchBox
              value={state.q}
              onSearch={(q) => void setState({ q: q || null, page: null })}
              placeholder={t('searchRows')}
              shortcutTitle={t('searchRows')}
            />
          </div>
        )}
      </div>
      <div className={people.progress} data-busy={rows.isFetching || undefined} />
      {isMissing && <MissingPeople id={found.id} role={found.role} counts={found.counts} />}
      {!isMissing && rows.isError && !rows.data && <LoadFailed retry={() => void rows.refetch()} />}
      {!isMissing && rows.data?.rows.length === 0 && (
        <Text size="sm" c="dimmed" py="lg" role="status">
          {t(state.q ? 'noRowsFound' : state.rows === 'wrong' ? 'noWrong' : 'noRows')}
        </Text>
      )}
      {!isMissing && rows.data && rows.data.rows.length > 0 && (
        <ul className={classes.rows} aria-label={t('rows')}>
          {rows.data.rows.map((row) => (
            <Item key={row.line} found={found} row={row} editable={editable} isMoved={state.rows === 'moved'} />
          ))}
        </ul>
      )}
      {!isMissing && total > pageSizes[0] && (
        <Pager
          page={state.page}
          perPage={state.per}
          sizes={pageSizes}
          total={total}
          onPage={(page) => void setState({ page }, { history: 'push' })}
          onPerPage={(per) => void setState({ per, page: null })}
        />
      )}
    </section>
  )
}

/** A row that was left out is shown as it was and as it is, wherever it stands. */
function Item({ found, row, editable, isMoved }: { found: Import; row: Row; editable: boolean; isMoved: boolean }) {
  return row.shown && (isMoved || row.kind === 'left') ? (
    <MovedItem found={found} row={row} shown={row.shown} />
  ) : (
    <RowItem found={found} row={row} editable={editable} />
  )
}
