'use client'

import { Button, Group } from '@mantine/core'
import { IconDownload, IconPlus, IconUpload } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ActsLine } from '../acts/acts-line'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useCan } from '../shell/actor-context'
import { DataTable } from '../table/data-table'
import { Pager } from '../table/pager'
import type { Exporting } from './export-dialog'
import { ExportHost } from './export-host'
import type { Kind } from './kind'
import { chosenBy, isNarrowed, sortOf, sortText } from './list-input'
import { pageSizes } from './list-state'
import { NobodyYet, NothingFound } from './people-empty'
import classes from './people-page.module.css'
import { PeopleToolbar } from './people-toolbar'
import { PersonDrawerHost } from './person-drawer-host'
import { SelectionHost } from './selection-host'
import { type Remembered, useColumns } from './use-columns'
import { useFacets } from './use-facets'
import { useOpenPerson } from './use-open-person'
import { usePeopleList } from './use-people-list'

type Props = { kind: Kind; columns: Remembered }

/** A list of people with its search, filters, order, pages and drawer, all of it in the address. */
export function PeoplePage({ kind, columns: remembered }: Props) {
  const t = useTranslations('people')
  const mayWrite = useCan('people:write')
  const mayImport = useCan('people:import')
  const { state, setState, narrow, clear, fields, facets: counts, list } = usePeopleList(kind)
  const words = useTranslations('export')
  const [chosen, choose] = useState<Record<string, true>>({})
  const [exporting, exportThem] = useState<Exporting>()
  // Who is no longer in sight is not to be deleted by mistake.
  const narrowTo: typeof narrow = (change) => {
    choose({})
    narrow(change)
  }
  const facets = useFacets(kind, state, fields, counts, narrowTo)
  const { columns, visible, show, reset } = useColumns(kind, fields, remembered)
  const { person, open } = useOpenPerson()
  const rows = list.data?.rows ?? none
  const total = list.data?.total ?? 0
  const narrowed = isNarrowed(state)
  const last = Math.max(1, Math.ceil(total / state.per))
  useEffect(() => {
    // The page was in an old link, or its last row has just been deleted.
    if (total > 0 && state.page > last) void setState({ page: last })
  }, [total, state.page, last, setState])
  const ids = Object.keys(chosen).map(Number)
  const add = mayWrite ? () => open('new') : undefined

  return (
    <Page
      title={t(`${kind}.title`)}
      aside={list.data && t(`${kind}.${narrowed ? 'found' : 'total'}`, { count: total })}
      actions={
        <Group gap="xs">
          {mayImport && (
            <Button
              component={Link}
              href={`/import?role=${kind}`}
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden="true" />}
            >
              {t('import')}
            </Button>
          )}
          {total > 0 && (
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden="true" />}
              onClick={() => exportThem({ list: chosenBy(state, fields), count: total })}
            >
              {words('open')}
            </Button>
          )}
          {add && (
            <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
              {t(`${kind}.add`)}
            </Button>
          )}
        </Group>
      }
    >
      <ActsLine wanted={ids.length > 0} />
      <PeopleToolbar
        kind={kind}
        q={state.q}
        onSearch={(q) => narrowTo({ q })}
        facets={facets}
        clear={clear}
        columns={columns.filter(({ id }) => id !== 'name')}
        visible={visible}
        show={show}
        resetColumns={reset}
      />
      <div className={classes.progress} data-busy={list.isFetching || undefined} />
      {list.isError && !list.data && <LoadFailed retry={() => void list.refetch()} />}
      {list.data &&
        rows.length === 0 &&
        (narrowed || total > 0 ? <NothingFound clear={clear} /> : <NobodyYet kind={kind} add={add} />)}
      {rows.length > 0 && (
        <DataTable
          label={t(`${kind}.loadingTable`)}
          rows={rows}
          columns={columns}
          visible={['name', ...visible]}
          rowId={({ id }) => String(id)}
          rowName={({ name }) => name}
          selection={mayWrite ? { chosen, choose } : undefined}
          sort={sortOf(state.sort, fields)}
          onSort={(sort) => void setState({ sort: sortText(sort), page: null })}
          onOpen={({ id }) => open(String(id))}
          openId={person ?? undefined}
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
      {mayWrite && (
        <SelectionHost
          ids={ids}
          clear={() => choose({})}
          exportThem={() => exportThem({ list: { ids }, count: ids.length })}
        />
      )}
      <ExportHost
        kind={kind}
        fields={fields}
        wanted={exporting}
        visible={visible}
        close={() => exportThem(undefined)}
      />
      <PersonDrawerHost kind={kind} fields={fields} rows={rows} />
    </Page>
  )
}

const none: never[] = []
