import { useCallback, useEffect, useRef, useState } from 'react'
import { call, type Outcome } from './call'
import type { HttpRequest } from './request'

/** Sends one request at a time, which can be stopped, and which ends when nobody looks any more. */
export function useCall() {
  const [outcome, setOutcome] = useState<Outcome>()
  const [busy, setBusy] = useState(false)
  const running = useRef<AbortController>(undefined)
  const stop = useCallback(() => running.current?.abort(), [])
  useEffect(() => stop, [stop])
  const send = useCallback(async (request: HttpRequest) => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setBusy(true)
    const found = await call(request, own.signal)
    if (running.current !== own) return
    setBusy(false)
    setOutcome(found)
  }, [])
  return { outcome, busy, send, stop }
}
