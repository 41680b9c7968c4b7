import type { ReactNode } from 'react'

/** What every box of a generated form takes: text in, text out. */
export type FieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  error?: ReactNode
  description?: ReactNode
  required?: boolean
  'data-autofocus'?: boolean
}
