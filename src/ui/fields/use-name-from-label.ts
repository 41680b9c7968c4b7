'use client'

import { useEffect, useRef } from 'react'
import type { DraftState } from '../form/use-draft'
import type { HeldField } from './field-row'
import { suggestName } from './suggest-name'

/** Proposes the name when the label has been typed, unless somebody has chosen another. */
export function useNameFromLabel(enabled: boolean, { values, set }: DraftState, fields: readonly HeldField[]) {
  const last = useRef('')
  const typed = useRef(values.name)
  useEffect(() => {
    typed.current = values.name
  }, [values.name])
  return async () => {
    const label = values.label?.trim() ?? ''
    if (!enabled || label === '') return
    const name = await suggestName(
      label,
      fields.map((field) => field.name),
    )
    // Asked when the proposal is there: somebody may have typed one while the dictionary was on its way.
    if (name === '' || (typed.current !== '' && typed.current !== last.current)) return
    last.current = name
    set('name', name)
  }
}
