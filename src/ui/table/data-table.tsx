'use client'

import { createColumnHelper, type RowData, useTable } from '@tanstack/react-table'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useMemo } from 'react'
import type { Column } from './column'
import classes from './data-table.module.css'
import { features } from './features'
import { SortHeader } from './sort-header'
import { Tick } from './tick'

type Props<Row> = {
  label: string
  rows: Row[]
  columns: Column<Row>[]
  visible: readonly string[]
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  /** Undefined: nobody can be selected. */
  selection: Selection | undefined
  sort: { id: string; desc: boolean } | undefined
  onSort: (sort: { id: string; desc: boolean } | undefined) => void
  onOpen: (row: Row) => void
  /** Drawn as the one that is open beside the table. */
  openId: string | undefined
}

export type Selection = { chosen: Record<string, true>; choose: (chosen: Record<string, true>) => void }

const interactive = 'a, button, input, label, [role="checkbox"]'

/**
 * The first column is the row's name and holds its link; the arrows walk from link to link. Its elements are plain: with
 * Mantine's table come its scroll area and all that places things that float.
 */
export function DataTable<Row extends RowData>(props: Props<Row>) {
  const { label, rows, columns, visible, rowId, rowName, selection, sort, onSort, onOpen, openId } = props
  const t = useTranslations('table')
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>()
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.label, cell: ({ row }) => column.cell(row.original) }),
    )
  }, [columns])
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns])
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableRowSelection: selection !== undefined,
    enableRowRangeSelection: true,
    state: {
      sorting: sort ? [sort] : [],
      rowSelection: selection?.chosen ?? {},
      columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, visible.includes(id)])),
    },
    onRowSelectionChange: (next) => selection?.choose(typeof next === 'function' ? next(selection.chosen) : next),
  })

  const onClick = (event: MouseEvent, row: Row) => {
    const target = event.target
    if (!(target instanceof Element)) return
    if (target.closest('a[data-row-link]')) {
      // A real link, so that it can be copied and opened in another tab; a plain press opens without a load.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      onOpen(row)
      return
    }
    if (target.closest(interactive)) return
    // Whoever drags over text wants to copy it.
    if (window.getSelection()?.toString()) return
    onOpen(row)
  }

  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {selection && (
              <th className={classes.check} aria-label={t('selectAll')}>
                <Tick
                  label={t('selectAll')}
                  checked={rows.length > 0 && table.getIsAllPageRowsSelected()}
                  mixed={table.getIsSomePageRowsSelected()}
                  onChange={(event) => table.toggleAllPageRowsSelected(event.currentTarget.checked)}
                />
              </th>
            )}
            {table.getVisibleLeafColumns().map(({ id }) => (
              <SortHeader key={id} column={byId.get(id)} id={id} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={walk}>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className={classes.row}
              data-open={row.id === openId || undefined}
              data-chosen={row.getIsSelected() || undefined}
              onClick={(event) => onClick(event, row.original)}
            >
              {selection && (
                <td className={classes.check}>
                  <Tick
                    label={t('selectRow', { name: rowName(row.original) })}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </td>
              )}
              {row.getVisibleCells().map((cell) => (
                <td
                  key={cell.id}
                  data-column={cell.column.id}
                  data-label={byId.get(cell.column.id)?.labelOnPhone ? byId.get(cell.column.id)?.label : undefined}
                >
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Arrow up and down move between the links of the rows. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || !(document.activeElement instanceof HTMLAnchorElement)) return
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>('td a[data-row-link]')]
  const next = links[links.indexOf(document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}
