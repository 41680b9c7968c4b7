import type { TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { AppRouter } from '@/trpc/router'
import { failureOf } from '../trpc/failure-of'
import { askPassword } from './question'

/**
 * Asks for the password where a call wants it, and sends the same call again. Who declines is answered the failure, and the
 * page stays as it is.
 */
export const confirmLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let isOver = false
      let sent = { unsubscribe() {} }
      const send = () => {
        sent = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            if (failureOf(error)?.kind !== 'confirm') return observer.error(error)
            void askPassword().then((given) => {
              if (isOver) return
              if (given) send()
              else observer.error(error)
            })
          },
        })
      }
      send()
      return () => {
        isOver = true
        sent.unsubscribe()
      }
    })
