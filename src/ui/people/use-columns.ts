'use client'

import { useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import { rememberColumns } from './column-cookie'
import type { Kind } from './kind'
import { defaultColumns, usePeopleColumns } from './use-people-columns'

export type Remembered = {
  /** The name of the cookie. */
  cookie: string
  shown: readonly string[] | undefined
}

/** All columns of a list and those that are shown, as this browser remembers them. */
export function useColumns(kind: Kind, fields: readonly Field[], { cookie, shown }: Remembered) {
  const columns = usePeopleColumns(kind, fields)
  const [chosen, setChosen] = useState(shown)
  const visible = chosen ?? defaultColumns(kind, fields)
  const show = (next: string[]) => {
    setChosen(next)
    rememberColumns(cookie, next)
  }
  const reset = () => {
    setChosen(undefined)
    rememberColumns(cookie, undefined)
  }
  return { columns, visible, show, reset }
}
