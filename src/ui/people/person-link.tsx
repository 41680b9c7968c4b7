'use client'

import { useSearchParams } from 'next/navigation'
import { createSerializer } from 'nuqs'
import type { Person } from '@/domain/people/schema'
import { personParser } from './list-state'
import classes from './people-page.module.css'

const serialize = createSerializer({ person: personParser })

/** The link of a person's row; the table answers its press. */
export function PersonLink({ person }: { person: Person }) {
  const search = useSearchParams()
  return (
    <a className={classes.name} href={serialize(search, { person: String(person.id) })} data-row-link={person.id}>
      {person.name}
    </a>
  )
}
