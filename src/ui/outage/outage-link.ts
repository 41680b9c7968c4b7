import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '@/trpc/router'
import { maySendAgain } from './send-again'
import { siteIsWell, type Waiting, waitForSite } from './site'
import { type Unreachable, unreachableOf } from './unreachable'

/** In the context of a call: it fails at once where the site is away, as what is asked while somebody types does. */
export const atOnce = { isImpatient: true }

/** A key for one act of a reader. `crypto.randomUUID` is there by https alone, and schools run sites without it. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

let submitted: HTMLFormElement | undefined
if (typeof window !== 'undefined') {
  window.addEventListener(
    'submit',
    ({ target }) => {
      submitted = target instanceof HTMLFormElement ? target : undefined
    },
    true,
  )
  // What is pressed elsewhere is not of that form.
  window.addEventListener(
    'click',
    ({ target }) => {
      if (target instanceof Node && !submitted?.contains(target)) submitted = undefined
    },
    true,
  )
}

/** The form that somebody has just sent: the pressed button is in it, or it was submitted, and its button is held now. */
const formInUse = (): HTMLFormElement | undefined => document.activeElement?.closest('form') ?? submitted

function kindOf(
  type: 'mutation' | 'query' | 'subscription',
  path: string,
  { untouched }: Unreachable,
): Waiting['kind'] {
  if (type !== 'mutation') return 'read'
  return untouched || maySendAgain(path) ? 'save' : 'unsure'
}

/**
 * Waits where the site is away, and sends the same call again: by itself where that is safe, else when the reader says so.
 * Whoever reads or saves sees a call that takes longer, and a note of why.
 */
export const outageLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      if (typeof window === 'undefined' || op.context.isImpatient === true) return next(op).subscribe(observer)
      const left = new AbortController()
      const { type, path } = op
      const form = type === 'mutation' ? formInUse() : undefined
      const context = type === 'mutation' ? { ...op.context, retryKey: newKey() } : op.context
      let sent = { unsubscribe() {} }
      const send = () => {
        sent = next({ ...op, context }).subscribe({
          next(value) {
            siteIsWell()
            observer.next(value)
          },
          complete: () => observer.complete(),
          error(error) {
            const unreachable = unreachableOf(error)
            if (!unreachable) return observer.error(error)
            const waiting = { state: unreachable.state, kind: kindOf(type, path, unreachable), form }
            void waitForSite(waiting, left.signal).then((again) => {
              if (left.signal.aborted) return
              if (again) send()
              else observer.error(error)
            })
          },
        })
      }
      send()
      return () => {
        left.abort()
        sent.unsubscribe()
      }
    })
