'use client'

import type { ChangeEventHandler } from 'react'
import classes from './tick.module.css'

type Props = {
  label: string
  checked: boolean
  /** Some of what it stands for is chosen, and some is not. */
  mixed?: boolean
  onChange: ChangeEventHandler<HTMLInputElement>
}

/** The box of a row: a plain one, of which a page has a hundred. */
export function Tick({ label, checked, mixed = false, onChange }: Props) {
  return (
    <input
      type="checkbox"
      className={classes.tick}
      aria-label={label}
      checked={checked}
      ref={(box) => {
        if (box) box.indeterminate = mixed
      }}
      onChange={onChange}
    />
  )
}
