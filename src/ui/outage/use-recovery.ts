'use client'

import { useEffect, useState } from 'react'
import { isWell, waitForSite } from './site'

/** A second failure within this time is no matter of a moment, in milliseconds. */
const moment = 15_000
const key = 'mingce-recovered'

/** Whether this page was opened again for a failure only now. */
function wasJustOpened(): boolean {
  const [path, at] = (sessionStorage.getItem(key) ?? '').split(' ')
  return path === location.pathname && Date.now() - Number(at) < moment
}

function openAgain() {
  sessionStorage.setItem(key, `${location.pathname} ${Date.now()}`)
  location.reload()
}

/**
 * What stands in for a page that failed: while the site is away it waits for it and opens the page again. A failure of a
 * moment is tried once more by itself; what fails again is `broken`, for the reader to decide.
 */
export function useRecovery(): 'looking' | 'away' | 'broken' {
  const [found, setFound] = useState<'looking' | 'away' | 'broken'>('looking')
  useEffect(() => {
    const left = new AbortController()
    const recover = async () => {
      if (await isWell()) {
        if (left.signal.aborted) return
        if (wasJustOpened()) setFound('broken')
        else openAgain()
        return
      }
      setFound('away')
      if (await waitForSite({ state: 'away', kind: 'read' }, left.signal)) openAgain()
    }
    void recover()
    return () => left.abort()
  }, [])
  return found
}
