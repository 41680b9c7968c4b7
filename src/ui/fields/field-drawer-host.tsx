'use client'

import { useFocusReturn } from '@mantine/hooks'
import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import type { FieldRole } from '@/domain/fields/schema'
import type { HeldField } from './field-row'

const FieldDrawer = dynamic(() => import('./field-drawer').then((module) => module.FieldDrawer), { ssr: false })

/** Brings in the form when it is first wanted. */
export function FieldDrawerHost({ role, fields }: { role: FieldRole; fields: readonly HeldField[] }) {
  const [field, setField] = useQueryState('field', parseAsString)
  // A drawer that comes in open has not seen where the focus was.
  useFocusReturn({ opened: field !== null })
  const [wanted, setWanted] = useState(false)
  if (field !== null && !wanted) setWanted(true)
  if (!wanted) return null
  return <FieldDrawer role={role} fields={fields} wanted={field} go={(to) => void setField(to)} />
}
