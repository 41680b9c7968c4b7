'use client'

import type { ServerState } from '@/domain/errors'
import { isAwayStatus } from './away-status'
import { siteIsWell, waitForSite } from './site'

const states: readonly ServerState[] = ['away', 'full', 'busy', 'damaged']
const stateOf = (answer: Response | undefined): ServerState => {
  const said = answer?.headers.get('x-site-state')
  return states.find((state) => state === said) ?? 'away'
}

/**
 * Has a step within the site wait while that is away. By itself Next would leave the page, and what is typed there, for an
 * address at which nobody answers. What is asked ahead fails as before: nobody waits for it.
 */
function patient(plain: typeof fetch): typeof fetch {
  return async (asked, how) => {
    const headers = new Headers(how?.headers)
    if (!headers.has('rsc') || headers.has('next-router-prefetch')) return plain(asked, how)
    for (;;) {
      const answer = await plain(asked, how).catch((error: unknown) => {
        if (how?.signal?.aborted) throw error
        return undefined
      })
      if (answer && !isAwayStatus(answer.status)) {
        siteIsWell()
        return answer
      }
      const again = await waitForSite({ state: stateOf(answer), kind: 'read' }, how?.signal ?? undefined)
      if (!again) return plain(asked, how)
    }
  }
}

const held = globalThis as { mingcePatient?: boolean }
if (typeof window !== 'undefined' && !held.mingcePatient) {
  held.mingcePatient = true
  window.fetch = patient(window.fetch.bind(window))
}
