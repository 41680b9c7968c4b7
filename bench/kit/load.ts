import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type Dispatcher } from 'undici'
import { percentile } from './timing'

/** One HTTP call of a load. */
export type Call = {
  method?: 'GET' | 'POST' | 'PATCH'
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Answered calls a second, and how long they took in milliseconds. */
export type Load = { perSecond: number; p50: number; p95: number; p99: number }

export type LoadOptions = {
  /** Each has one call under way at a time. */
  connections?: number
  seconds?: number
  /** A connection begins no more than one call in so many milliseconds. */
  every?: number
  /** Until this is aborted, instead of for some seconds. */
  until?: AbortSignal
}

/**
 * Makes calls for a while, over connections that are kept, as fast as they are answered.
 * @throws when an answer is not what was asked for: what is refused fast is no figure
 */
export async function load(
  url: string,
  call: Call | ((n: number) => Call),
  { connections = 10, seconds = 2, every = 0, until }: LoadOptions = {},
): Promise<Load> {
  const taken: number[] = []
  let asked = 0
  const next = typeof call === 'function' ? () => call(asked++) : () => call
  const began = performance.now()
  const isOver = () => (until ? until.aborted : performance.now() > began + seconds * 1000)
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new Client(url, { pipelining: 1 })
      try {
        while (!isOver()) {
          const start = performance.now()
          await answered(client, next())
          const took = performance.now() - start
          taken.push(took)
          if (took < every) await sleep(every - took)
        }
      } finally {
        await client.destroy()
      }
    }),
  )
  const perSecond = (taken.length / (performance.now() - began)) * 1000
  return { perSecond, p50: percentile(taken, 0.5), p95: percentile(taken, 0.95), p99: percentile(taken, 0.99) }
}

/** Dispatches without undici's stream of the body, which would cost as much as a small answer. */
function answered(client: Client, { method = 'GET', path, headers = {}, body }: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0
    const options: Dispatcher.DispatchOptions = { method, path, headers, body: body ?? null }
    client.dispatch(options, {
      onRequestStart() {},
      onResponseStart(_controller, code) {
        status = code
      },
      onResponseData() {},
      onResponseEnd() {
        if (status < 400) resolve()
        else reject(new Error(`${method} ${path} was answered by ${status}`))
      },
      onResponseError(_controller, error) {
        reject(error)
      },
    })
  })
}
