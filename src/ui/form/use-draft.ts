'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { rebased } from './differences'

export type Draft = Readonly<Record<string, string>>

/** What somebody is typing, what it started from, and what is wrong with it, by key. Every value is text. */
export function useDraft(initial: Draft) {
  const form = useRef<HTMLFormElement>(null)
  const [start, setStart] = useState(initial)
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Draft>({})
  const [complaints, setComplaints] = useState(0)
  const forgive = useCallback((key: string) => setErrors(({ [key]: _, ...others }) => others), [])
  /** Says what is wrong with a value without taking the cursor there. */
  const say = useCallback((key: string, wrong: string) => setErrors((now) => ({ ...now, [key]: wrong })), [])
  const set = useCallback(
    (key: string, value: string) => {
      setValues((now) => ({ ...now, [key]: value }))
      // The complaint was about what stood there before.
      forgive(key)
    },
    [forgive],
  )
  const restart = useCallback((next: Draft) => {
    setStart(next)
    setValues(next)
    setErrors({})
  }, [])
  /** Goes on from what is there now, with all that was typed over it. */
  const rebase = useCallback(
    (now: Draft) => {
      setValues((mine) => rebased({ before: start, now, mine }))
      setStart(now)
    },
    [start],
  )
  /** Shows what is wrong and goes to the first of it, once it is drawn. */
  const complain = useCallback((wrong: Draft) => {
    setErrors(wrong)
    setComplaints((count) => count + 1)
  }, [])
  useEffect(() => {
    if (complaints > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [complaints])
  const changed = useMemo(
    () => Object.keys(values).filter((key) => values[key] !== (start[key] ?? '')),
    [values, start],
  )
  return {
    form,
    start,
    values,
    errors,
    set,
    say,
    forgive,
    restart,
    rebase,
    complain,
    changed,
    dirty: changed.length > 0,
  }
}

export type DraftState = ReturnType<typeof useDraft>
