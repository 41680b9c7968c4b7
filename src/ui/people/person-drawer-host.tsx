'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import type { Kind } from './kind'
import { useOpenPerson } from './use-open-person'

const load = () => import('./person-drawer').then(({ PersonDrawer }) => PersonDrawer)
const PersonDrawer = dynamic(load, { ssr: false })

type Props = { kind: Kind; fields: readonly Field[]; rows: readonly Person[] }

/** Brings in the drawer, with its form and calendar, when it is first wanted, or when the browser has nothing else to do. */
export function PersonDrawerHost({ kind, fields, rows }: Props) {
  const { person, open, close } = useOpenPerson()
  const [wanted, setWanted] = useState(false)
  if (person !== null && !wanted) setWanted(true)
  useEffect(() => {
    const timer = setTimeout(() => void load(), 2000)
    return () => clearTimeout(timer)
  }, [])
  if (!wanted) return null
  return <PersonDrawer kind={kind} fields={fields} rows={rows} wanted={person} open={open} close={close} />
}
