import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { beforeAll, expect, test } from 'vitest'
import { serveQueues } from './cluster-primary'

type Said = { holding?: number; done?: true }

const started: Worker[] = []
beforeAll(() => {
  serveQueues()
  return () => {
    for (const worker of started) worker.process.kill('SIGKILL')
  }
})

function start(...args: string[]): Worker {
  cluster.setupPrimary({ exec: 'src/testing/queue-worker.ts', execArgv: ['--import', 'tsx'], args })
  const worker = cluster.fork({ WEB_CONCURRENCY: '2' })
  started.push(worker)
  return worker
}
const untilDone = (worker: Worker, hear: (said: Said) => void = () => {}): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once('exit', () => reject(new Error('the process ended')))
    worker.on('message', (said: Said) => {
      hear(said)
      if (said.done) resolve()
    })
  })

test('two processes share the slots of the site', { timeout: 60_000 }, async () => {
  let holding = 0
  const most: number[] = []
  const hear = (said: Said) => {
    holding += said.holding ?? 0
    most.push(holding)
  }
  await Promise.all(['a', 'b'].map((turn) => untilDone(start(turn, '20'), hear)))
  // What each says of its end may come a moment after the next has begun.
  expect(Math.max(...most)).toBeLessThanOrEqual(4)
  expect(most.filter((each) => each > 2).length).toBeLessThan(most.length / 2)
})

test('the slots of a process that dies go to the others', { timeout: 60_000 }, async () => {
  const holder = start('c', '2', 'hold')
  await untilDone(holder)
  const other = start('d', '3')
  const done = untilDone(other)
  await once(other, 'online')
  holder.removeAllListeners('exit')
  holder.process.kill('SIGKILL')
  await done
})
