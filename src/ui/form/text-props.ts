import type { ChangeEvent } from 'react'
import type { Draft } from './use-draft'

type Typed = { values: Draft; errors: Draft; set: (key: string, value: string) => void }

/** Binds a text box to a key of a draft. */
export const textProps = ({ values, errors, set }: Typed, key: string) => ({
  name: key,
  value: values[key] ?? '',
  error: errors[key],
  onChange: (event: ChangeEvent<HTMLInputElement>) => set(key, event.currentTarget.value),
})
