import { setTimeout as sleep } from 'node:timers/promises'
import type { RootDb } from '@/infra/db'
import { env } from '@/infra/env'
import { log } from '@/infra/log'
import type { Loop } from '@/infra/loops'
import { type Poster, poster } from '@/infra/outbound/post'
import { type Claim, claim, type Outcome, settle } from './claims'
import { bodyOf, headersOf } from './message'
import { fillOutbox } from './outbox'
import { nextWait, testKind } from './rules'
import { unsealSecret } from './secret'

/** How many messages are under way at once in this process, and how many of them to one endpoint. */
const atOnce = { all: 32, endpoint: 6 }
/** How often it is looked for something to send, in milliseconds. */
const pulse = 500
const timeoutMs = 15_000

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
  const { status, text, retryAfter } = posted
  const durationMs = performance.now() - begun
  // PostgreSQL keeps no NUL.
  return { status, problem: '', durationMs, answer: text.replaceAll('\0', ' '), wait: after(retryAfter) }
}

/** Tells endpoints what changed. Processes share the work by claims; one that dies leaves its claims to the others. */
export function webhookLoop(post: Poster = poster({ privateReach: env().webhookReach, timeoutMs })): Loop {
  const underWay = new Map<Promise<void>, number>()
  const busy = () => {
    const counts = new Map<number, number>()
    for (const endpoint of underWay.values()) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1)
    return [...counts].filter(([, count]) => count >= atOnce.endpoint).map(([endpoint]) => endpoint)
  }
  async function send(db: RootDb, own: Claim): Promise<void> {
    try {
      await settle(db, own, await attempt(post, own))
    } catch (error) {
      log.warn({ delivery: own.id, err: error }, 'a webhook could not be settled, it is sent again')
    }
  }
  return {
    name: 'webhooks',
    every: pulse,
    async run(db, signal) {
      for (;;) {
        const filled = signal.aborted ? false : await fillOutbox(db)
        const free = atOnce.all - underWay.size
        for (const own of signal.aborted || free === 0 ? [] : await claim(db, free, busy())) {
          const sending = send(db, own).finally(() => underWay.delete(sending))
          underWay.set(sending, own.endpoint_id)
        }
        if (underWay.size === 0) return filled
        if (signal.aborted) await Promise.all(underWay.keys())
        else await Promise.race([...underWay.keys(), sleep(pulse, undefined, { ref: false })])
      }
    },
  }
}
