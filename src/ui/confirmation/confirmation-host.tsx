'use client'

import { useEffect, useRef } from 'react'
import { useOnDemand } from '../kit/on-demand'
import { answerQuestion, isAsked, useQuestion } from './question'

const load = () => import('./confirmation-dialog').then(({ ConfirmationDialog }) => ConfirmationDialog)

/** Brings the dialog in when the password is first asked for. */
export function ConfirmationHost() {
  const asked = useQuestion()
  const [Dialog] = useOnDemand(load, asked !== undefined)
  const focused = useRef<HTMLElement | null>(null)
  useEffect(() => {
    // Escape is for the question alone: what lies below it, with what is typed there, stays.
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || !isAsked()) return
      event.stopImmediatePropagation()
      event.preventDefault()
      answerQuestion(false)
    }
    // The pressed button is disabled by the time the question comes, and has lost the focus.
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !isAsked()) focused.current = target
    }
    // Mounted with the page, so that it hears before any drawer or dialog does.
    window.addEventListener('keydown', onKey, true)
    window.addEventListener('focusin', onFocus, true)
    return () => {
      window.removeEventListener('keydown', onKey, true)
      window.removeEventListener('focusin', onFocus, true)
    }
  }, [])
  const giveBack = () => {
    if (document.activeElement === document.body) focused.current?.focus({ preventScroll: true })
  }
  return Dialog && <Dialog asked={asked} gone={giveBack} />
}
