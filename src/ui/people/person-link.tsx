'use client'

import { useSearchParams } from 'next/navigation'
import { createSerializer, useQueryState } from 'nuqs'
import type { MouseEvent } from 'react'
import type { Person } from '@/domain/people/schema'
import { personParser } from './list-state'
import classes from './people-page.module.css'

const serialize = createSerializer({ person: personParser })

/** A real link, so that it can be copied and opened in another tab; a plain press opens the drawer without a load. */
export function PersonLink({ person }: { person: Person }) {
  const search = useSearchParams()
  const [, open] = useQueryState('person', personParser.withOptions({ history: 'push' }))
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    void open(String(person.id))
  }
  return (
    <a
      className={classes.name}
      href={serialize(search, { person: String(person.id) })}
      data-row-link={person.id}
      onClick={onClick}
    >
      {person.name}
    </a>
  )
}
