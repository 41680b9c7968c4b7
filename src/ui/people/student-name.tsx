'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '../trpc/client'
import classes from './people-page.module.css'

/** The name behind a student's id; the calls of a page go out as one. */
export function StudentName({ id }: { id: number }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.people.get.queryOptions({ id }, { staleTime: 300_000 }))
  return data ? (
    <Link className={classes.other} href={`/students?person=${id}`}>
      {data.name}
    </Link>
  ) : null
}
