'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { DraftState } from '../form/use-draft'
import { useTRPC } from '../trpc/client'

/**
 * A guardian needs a number, and nobody has one to give: suggests the child's with a count behind, as long as no other
 * was typed.
 */
export function useSuggestedNumber(enabled: boolean, { values, set }: DraftState) {
  const trpc = useTRPC()
  const id = Number(values.student_id)
  const wanted = enabled && id > 0
  const student = useQuery(trpc.people.get.queryOptions({ id }, { enabled: wanted })).data
  const guardians = useQuery(trpc.people.guardians.queryOptions({ student_id: id }, { enabled: wanted })).data
  const last = useRef('')
  const typed = values.usin ?? ''
  useEffect(() => {
    if (!student || !guardians || (typed !== '' && typed !== last.current)) return
    const used = new Set(guardians.map(({ usin }) => usin))
    const free = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((count) => !used.has(`${student.usin}-${count}`)) ?? Date.now()
    last.current = `${student.usin}-${free}`
    if (typed !== last.current) set('usin', last.current)
  }, [student, guardians, typed, set])
}
