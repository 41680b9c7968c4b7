import cluster, { type Worker } from 'node:cluster'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import { expect, test } from 'vitest'
import { countCall } from './call-limit'

/** How many calls of the process got through. */
const passed = (worker: Worker): Promise<number> =>
  new Promise((resolve, reject) => {
    worker.once('exit', () => reject(new Error('the process ended')))
    worker.on('message', (message: { passed?: number }) => {
      if (message.passed !== undefined) resolve(message.passed)
    })
  })

test('a limit holds over two processes together', { timeout: 30_000 }, async () => {
  cluster.setupPrimary({ exec: 'src/testing/call-counter.ts', execArgv: ['--import', 'tsx'], args: ['4'] })
  new RateLimiterClusterMaster()
  const workers = [1, 2].map(() => cluster.fork({ WEB_CONCURRENCY: '2' }))
  try {
    // Each by itself would let all four through.
    const [first = 0, second = 0] = await Promise.all(workers.map(passed))
    expect(first + second).toBe(5)
  } finally {
    for (const worker of workers) worker.process.kill()
  }
})

test('keys, accounts and addresses are counted apart, an IPv6 network as one', async () => {
  const left = async (apiKeyId: number | null, accountId: number | null, address = '') =>
    (await countCall({ apiKeyId, accountId, callsPerMinute: 2 }, address)).left
  expect([await left(7, null), await left(7, null), await left(7, null)]).toEqual([1, 0, 0])
  expect([await left(8, null), await left(null, 7), await left(null, null, '7')]).toEqual([1, 1, 1])
  expect([await left(null, null, '2001:db8::1'), await left(null, null, '2001:db8::2')]).toEqual([1, 0])
  expect(await left(null, null, '2001:db8:0:1::1')).toBe(1)
})
