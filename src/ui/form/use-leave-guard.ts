'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

type Guarded = {
  /** What the address wants open. */
  wanted: string | null
  go: (to: string | null) => void
}

/**
 * Asks before something unsaved is left. The cross, Escape and the next person ask for leave by `request`; Back has
 * changed the address already, which is put back until there is an answer.
 */
export function useLeaveGuard({ wanted, go }: Guarded) {
  const [shown, setShown] = useState(wanted)
  const [asked, setAsked] = useState<{ to: string | null }>()
  const dirty = useRef(false)
  const latest = useRef(go)
  useEffect(() => {
    latest.current = go
  }, [go])
  useEffect(() => {
    if (wanted === shown) return
    if (!dirty.current) return setShown(wanted)
    setAsked({ to: wanted })
    // The router is still busy going back: what is said meanwhile would be undone.
    const timer = setTimeout(() => latest.current(shown), 100)
    return () => clearTimeout(timer)
  }, [wanted, shown])
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent) => dirty.current && event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [])
  const setDirty = useCallback((now: boolean) => {
    dirty.current = now
  }, [])
  // One key press, one answer: what lies over another closes or opens only once every listener has had the Escape.
  const request = (to: string | null) => setTimeout(() => (dirty.current ? setAsked({ to }) : latest.current(to)))
  const stay = () => setTimeout(() => setAsked(undefined))
  const leave = () => {
    if (!asked) return
    dirty.current = false
    setShown(asked.to)
    go(asked.to)
    setAsked(undefined)
  }
  return { shown, asking: asked !== undefined, request, leave, stay, setDirty }
}
