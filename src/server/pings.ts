import { isPing, type Pong } from '@/infra/ping'

let look: (() => Promise<boolean>) | undefined
let isReady: boolean | undefined

/** From now on the answers to the supervisor say whether work can be done, as this finds it. */
export function answerReadiness(found: () => Promise<boolean>): void {
  look = found
}

// From the event loop: a process that hangs does not answer.
process.on('message', (message) => {
  if (!isPing(message)) return
  process.send?.({ mingce: 'pong', isReady } satisfies Pong, undefined, undefined, () => {})
  void look?.().then(
    (found) => {
      isReady = found
    },
    () => {
      isReady = false
    },
  )
})
