'use client'

import { Button, Popover, Stack } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { ActiveFilters } from '../table/active-filters'
import { ColumnChooser } from '../table/column-chooser'
import type { Facet } from '../table/facet'
import { FacetFilter } from '../table/facet-filter'
import { SearchBox } from '../table/search-box'
import type { Kind } from './kind'
import classes from './people-page.module.css'

type Props = {
  kind: Kind
  q: string
  onSearch: (q: string) => void
  facets: Facet[]
  clear: () => void
  columns: { id: string; label: string }[]
  visible: readonly string[]
  show: (visible: string[]) => void
  resetColumns: () => void
}

/** As many filters stand in the open; the others wait behind a button, which a single one is not worth. */
const inTheOpen = 4

export function PeopleToolbar({ kind, q, onSearch, facets, clear, columns, visible, show, resetColumns }: Props) {
  const t = useTranslations('people')
  const table = useTranslations('table')
  const open = facets.length <= inTheOpen + 1 ? facets : facets.slice(0, inTheOpen)
  const more = facets.slice(open.length)
  return (
    <>
      <div className={classes.toolbar}>
        <div className={classes.search}>
          <SearchBox
            value={q}
            onSearch={onSearch}
            placeholder={t(`${kind}.searchPlaceholder`)}
            shortcutTitle={t('searchShortcut')}
          />
        </div>
        <div className={classes.facets}>
          {open.map((facet) => (
            <FacetFilter key={facet.id} facet={facet} />
          ))}
          {more.length > 0 && (
            <Popover position="bottom-start" trapFocus>
              <Popover.Target>
                <Button
                  variant="default"
                  fw={400}
                  leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden="true" />}
                >
                  {table('moreFilters')}
                </Button>
              </Popover.Target>
              <Popover.Dropdown aria-label={table('moreFilters')}>
                <Stack gap="xs">
                  {more.map((facet) => (
                    <FacetFilter key={facet.id} facet={facet} withinPortal={false} />
                  ))}
                </Stack>
              </Popover.Dropdown>
            </Popover>
          )}
        </div>
        <div className={classes.columns}>
          <ColumnChooser columns={columns} visible={visible} show={show} reset={resetColumns} />
        </div>
      </div>
      <ActiveFilters facets={facets} clear={clear} />
    </>
  )
}
