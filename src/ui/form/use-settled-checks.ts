'use client'

import { type FocusEvent, useEffect, useRef } from 'react'
import { afterPress } from './after-press'
import type { Draft, DraftState } from './use-draft'

/** What is wrong with the value of a key, in words for whoever typed it. */
type Check = (key: string, values: Draft) => Promise<string | undefined>

const pause = 600
const nameOf = (target: EventTarget) => (target instanceof HTMLInputElement ? target.name : '')

/**
 * Checks a box once typing in it stops or it is left, and says beside it what is wrong; never an empty one that nobody
 * has come to yet, nor what an input method is still composing. `all` checks every key before sending.
 */
export function useSettledChecks(draft: DraftState, check: Check) {
  const latest = useRef({ values: draft.values, check })
  latest.current = { values: draft.values, check }
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  const composing = useRef(false)
  useEffect(() => {
    const waiting = timers.current
    return () => waiting.forEach(clearTimeout)
  }, [])

  const settle = async (key: string) => {
    clearTimeout(timers.current.get(key))
    const { values, check: now } = latest.current
    if (!values[key] || composing.current) return
    const text = await now(key, values)
    await afterPress()
    // Typed on meanwhile: that will settle too.
    if (latest.current.values[key] !== values[key]) return
    if (text === undefined) draft.forgive(key)
    else draft.say(key, text)
  }
  const soon = (key: string) => {
    clearTimeout(timers.current.get(key))
    if (key !== '')
      timers.current.set(
        key,
        setTimeout(() => void settle(key), pause),
      )
  }
  /** What is wrong with these. */
  const all = async (keys: readonly string[]): Promise<Draft> => {
    for (const timer of timers.current.values()) clearTimeout(timer)
    const { values, check: now } = latest.current
    const found = await Promise.all(keys.map(async (key) => [key, await now(key, values)] as const))
    return Object.fromEntries(found.flatMap(([key, text]) => (text === undefined ? [] : [[key, text]])))
  }
  return {
    all,
    set: (key: string, value: string) => {
      draft.set(key, value)
      soon(key)
    },
    /** For the form around the boxes, each named by its key. */
    watch: {
      onBlur: (event: FocusEvent) => void settle(nameOf(event.target)),
      onCompositionStart: () => {
        composing.current = true
      },
      onCompositionEnd: (event: { target: EventTarget }) => {
        composing.current = false
        soon(nameOf(event.target))
      },
    },
  }
}
