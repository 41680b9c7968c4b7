'use client'

import { Button, Text, Title } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import people from '../people/people-page.module.css'
import { ActiveFilters } from '../table/active-filters'
import { DataTable } from '../table/data-table'
import { FacetFilter } from '../table/facet-filter'
import { Pager } from '../table/pager'
import { SearchBox } from '../table/search-box'
import { useTRPC } from '../trpc/client'
import { AccountDrawer } from './account-drawer'
import { useOpenAccount } from './account-link'
import { accountListInput, accountSort } from './account-list-input'
import { accountListParsers, pageSizes } from './account-list-state'
import { accountStates } from './account-state'
import { AlikeNote } from './alike-note'
import { useAccountColumns } from './use-account-columns'

/** The school's accounts with their search, filter, order and pages, all of it in the address. */
export function AccountsPage() {
  const t = useTranslations('accounts.list')
  const shortcut = useTranslations('people')('searchShortcut')
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(accountListParsers)
  const list = useQuery(trpc.accounts.list.queryOptions(accountListInput(state), { placeholderData: keepPreviousData }))
  const columns = useAccountColumns()
  const { account, open } = useOpenAccount()
  const rows = list.data?.rows ?? none
  const total = list.data?.total ?? 0
  const narrowed = state.q.trim() !== '' || state.state !== null
  const clear = () => void setState({ q: null, state: null, page: null })
  const facet = {
    id: 'state',
    label: t('state'),
    options: accountStates.map((value) => ({ value, label: t(`states.${value}`) })),
    chosen: state.state ? [state.state] : [],
    // One at a time: the last that was pressed.
    choose: (values: string[]) =>
      void setState({ state: accountStates.find((each) => each === values.at(-1)) ?? null, page: null }),
  }
  return (
    <Page title={t('title')} aside={list.data && t(narrowed ? 'found' : 'total', { count: total })}>
      <AlikeNote />
      <div className={people.toolbar}>
        <div className={people.search}>
          <SearchBox
            value={state.q}
            onSearch={(q) => void setState({ q, page: null })}
            placeholder={t('search')}
            shortcutTitle={shortcut}
          />
        </div>
        <div className={people.facets}>
          <FacetFilter facet={facet} />
        </div>
      </div>
      <ActiveFilters facets={[facet]} clear={clear} />
      <div className={people.progress} data-busy={list.isFetching || undefined} />
      {list.isError && !list.data && <LoadFailed retry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <div className={people.empty} role="status">
          <IconSearchOff size={40} stroke={1.2} aria-hidden="true" />
          <Title order={2}>{t('nothing')}</Title>
          <Text c="dimmed">{t('nothingBody')}</Text>
          <Button mt="sm" variant="default" onClick={clear}>
            {t('clear')}
          </Button>
        </div>
      )}
      {rows.length > 0 && (
        <DataTable
          label={t('table')}
          rows={rows}
          columns={columns}
          visible={columns.map(({ id }) => id)}
          rowId={({ id }) => String(id)}
          rowName={({ username }) => username}
          selection={undefined}
          sort={accountSort(state.sort)}
          onSort={(sort) => void setState({ sort: sort ? `${sort.desc ? '-' : ''}${sort.id}` : null, page: null })}
          onOpen={({ id }) => open(id)}
          openId={account === null ? undefined : String(account)}
        />
      )}
      {total > 0 && (
        <Pager
          page={state.page}
          perPage={state.per}
          sizes={pageSizes}
          total={total}
          onPage={(page) => void setState({ page }, { history: 'push', scroll: true })}
          onPerPage={(per) => void setState({ per: pageSizes.find((size) => size === per) ?? null, page: null })}
        />
      )}
      <AccountDrawer />
    </Page>
  )
}

const none: never[] = []
