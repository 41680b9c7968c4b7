import type { ReactNode } from 'react'

/** A column as a page describes it. */
export type Column<Row> = {
  id: string
  label: string
  cell: (row: Row) => ReactNode
  sortable?: boolean
  width?: number
  /** On a phone the value needs its label to be understood. */
  labelOnPhone?: boolean
}
