'use client'

import { useTranslations } from 'next-intl'
import { ActiveFilters } from '../table/active-filters'
import { ColumnChooser } from '../table/column-chooser'
import type { Facet } from '../table/facet'
import { FacetFilter } from '../table/facet-filter'
import { MoreFilters } from '../table/more-filters'
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
          {more.length > 0 && <MoreFilters facets={more} />}
        </div>
        <div className={classes.columns}>
          <ColumnChooser columns={columns} visible={visible} show={show} reset={resetColumns} />
        </div>
      </div>
      <ActiveFilters facets={facets} clear={clear} />
    </>
  )
}
