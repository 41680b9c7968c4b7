'use client'

import { useFocusReturn } from '@mantine/hooks'
import type { Field } from '@/domain/fields/schema'
import type { Person } from '@/domain/people/schema'
import { useOnDemand } from '../kit/on-demand'
import type { Kind } from './kind'
import { useOpenPerson } from './use-open-person'

const load = () => import('./person-drawer').then(({ PersonDrawer }) => PersonDrawer)

type Props = { kind: Kind; fields: readonly Field[]; rows: readonly Person[] }

/** Brings in the drawer, with its form and calendar, when it is first wanted. */
export function PersonDrawerHost({ kind, fields, rows }: Props) {
  const { person, open, close } = useOpenPerson()
  // Where there is no row to go on from, as of somebody new that was not added, the focus goes back to what opened the drawer.
  useFocusReturn({ opened: person !== null })
  const [PersonDrawer] = useOnDemand(load, person !== null)
  return (
    PersonDrawer && <PersonDrawer kind={kind} fields={fields} rows={rows} wanted={person} open={open} close={close} />
  )
}
