import { setTimeout as sleep } from 'node:timers/promises'
import type { RootDb } from '@/infra/db'
import { env } from '@/infra/env'
import type { Loop } from '@/infra/loops'
import { type Poster, poster } from '@/infra/outbound/post'
import { logFailure } from '@/infra/state-log'
import { type Claim, claim, isDelivered, type Outcome, settle } from './claims'
import { bodyOf, headersOf } from './message'
import { fillOutbox } from './outbox'
import { type Ending, Places } from './places'
import { nextWait, testKind } from './rules'
import { unsealSecret } from './secret'

/** How often it is looked for something to send, in milliseconds. */
const pulse = 500
const timeoutMs = 15_000
/** For how long the end of the process waits for receivers, in milliseconds. What they took by then may come again. */
const farewell = 5_000

async function attempt({ post }: Poster, own: Claim): Promise<Outcome> {
  const begun = performance.now()
  const after = (retryAfter?: number) =>
    own.kind === testKind ? undefined : nextWait(own.tries + 1, retryAfter, Math.random())
  const none = (problem: Outcome['problem']): Outcome => ({
    ...{ status: null, problem, answer: '' },
    durationMs: performance.now() - begun,
    wait: after(),
  })
  let secrets: string[]
  try {
    secrets = own.secrets.map((sealed) => unsealSecret(own.endpoint_id, Buffer.from(sealed, 'base64')))
  } catch {
    return none('unreadable_secret')
  }
  const posted = await post(own.url, headersOf(own, secrets, new Date()), bodyOf(own))
  if ('problem' in posted) return none(posted.problem)
  const { status, text, isCut, retryAfter } = posted
  const durationMs = performance.now() - begun
  // PostgreSQL keeps no NUL.
  return { status, problem: '', durationMs, answer: text.replaceAll('\0', ' '), isCut, wait: after(retryAfter) }
}

/** Tells endpoints what changed. Processes share the work by claims; one that dies leaves its claims to the others. */
export function webhookLoop(post: Poster = poster({ privateReach: env().webhookReach, timeoutMs })): Loop {
  const places = new Places()
  const underWay = new Set<Promise<void>>()
  let wake: () => void = () => {}

  async function send(db: RootDb, own: Claim): Promise<void> {
    const end = places.begin(own.endpoint_id)
    let ending: Ending = 'failed'
    try {
      const outcome = await attempt(post, own)
      if (isDelivered(outcome)) ending = outcome.isCut ? 'cut' : 'delivered'
      await settle(db, own, outcome)
    } catch (error) {
      logFailure(error, { delivery: own.id }, 'a webhook could not be settled, it is sent again')
    } finally {
      end(ending)
    }
  }

  /** Until a message ends, or for a pulse. */
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pulse).unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function begin(db: RootDb): Promise<void> {
    const room = places.room()
    if (room.quick + room.other === 0) return
    for (const own of await claim(db, room)) {
      const sending = send(db, own).finally(() => {
        underWay.delete(sending)
        wake()
      })
      underWay.add(sending)
    }
  }

  return {
    name: 'webhooks',
    every: pulse,
    async run(db, signal) {
      let more = true
      let filledAt = 0
      while (!signal.aborted) {
        // To look for changes costs as much as to send some messages.
        if (more || performance.now() - filledAt >= pulse) {
          more = await fillOutbox(db)
          filledAt = performance.now()
        }
        await begin(db)
        if (underWay.size === 0) return more
        await pause()
      }
      await Promise.race([Promise.all(underWay), sleep(farewell, undefined, { ref: false })])
      return false
    },
  }
}
