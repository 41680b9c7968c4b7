'use client'

import { useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import { rememberColumns } from './column-cookie'
import type { Kind } from './kind'
import { defaultColumns, usePeopleColumns } from './use-people-columns'

/** All columns of a list and those that are shown, as this browser remembers them. */
export function useColumns(kind: Kind, fields: readonly Field[], remembered: readonly string[] | undefined) {
  const columns = usePeopleColumns(kind, fields)
  const [chosen, setChosen] = useState(remembered)
  const visible = chosen ?? defaultColumns(kind, fields)
  const show = (next: string[]) => {
    setChosen(next)
    rememberColumns(kind, next)
  }
  const reset = () => {
    setChosen(undefined)
    rememberColumns(kind, undefined)
  }
  return { columns, visible, show, reset }
}
