'use client'

import { useSyncExternalStore } from 'react'

/** The password is asked for; all calls that want it meanwhile wait for the one answer. */
type Question = { id: number; given: Promise<boolean>; answer: (given: boolean) => void }

let question: Question | undefined
let last = 0
const listeners = new Set<() => void>()

function set(next: Question | undefined) {
  question = next
  for (const listener of listeners) listener()
}

/** Whether the password was given; false where the reader declined, or no page is there that could ask. */
export function askPassword(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false)
  if (question) return question.given
  let answer = (_: boolean) => {}
  const given = new Promise<boolean>((resolve) => {
    answer = resolve
  })
  last += 1
  set({ id: last, given, answer })
  return given
}

/** Ends the question. */
export function answerQuestion(given: boolean): void {
  const ended = question
  set(undefined)
  ended?.answer(given)
}

export const isAsked = () => question !== undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    // The page went away: whoever waits is not left waiting.
    if (listeners.size === 0) answerQuestion(false)
  }
}

/** The number of the question that is asked now. */
export const useQuestion = (): number | undefined =>
  useSyncExternalStore(
    subscribe,
    () => question?.id,
    () => undefined,
  )
