'use client'

import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTRPC } from '../trpc/client'
import classes from './imports.module.css'
import { useImportAct } from './use-import'

type Props = { id: number; line: number; column: number; label: string; text: string; reason: string }

/** A cell that is wrong, to be put right where it stands: it is checked again once it is left. Enter goes on to the next. */
export function CellFix({ id, line, column, label, text, reason }: Props) {
  const trpc = useTRPC()
  const [value, setValue] = useState(text)
  const fix = useMutation(trpc.imports.fix.mutationOptions(useImportAct()))
  const commit = () => {
    if (value !== text && !fix.isPending) fix.mutate({ id, line, cells: { [column]: value } })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') setValue(text)
    if (event.key !== 'Enter') return
    event.preventDefault()
    const all = [...document.querySelectorAll<HTMLInputElement>('input[data-fix]')]
    const next = all[all.indexOf(event.currentTarget) + 1]
    if (next) next.focus()
    else commit()
  }
  return (
    <TextInput
      size="xs"
      classNames={{ root: classes.fix, label: classes.fixLabel, wrapper: classes.fixInput, error: classes.fixReason }}
      label={label}
      value={value}
      error={reason}
      data-fix=""
      disabled={fix.isPending}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={onKeyDown}
      spellCheck={false}
      autoComplete="off"
    />
  )
}
