import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { env } from './env'
import { streamedBody } from './streamed-body'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Chunks of a size, and whether what they are made of was ended. */
function source(count = 10, size = 1) {
  let ended = false
  async function* chunks() {
    try {
      for (let n = 0; n < count; n++) yield new Uint8Array(size).fill(n)
    } finally {
      ended = true
    }
  }
  const made = chunks()
  const end = () => {
    ended = true
    void made.return()
  }
  const body = (method: string) => streamedBody({ method }, made, end)
  return { body, ended: () => ended }
}

test('all is read in its order', async () => {
  const { body, ended } = source()
  expect([...new Uint8Array(await new Response(await body('GET')).arrayBuffer())]).toEqual([...Array(10).keys()])
  expect(ended()).toBe(true)
})

test('HEAD, and whoever leaves, ends what it is made of', async () => {
  const head = source()
  expect([await head.body('HEAD'), head.ended()]).toEqual([null, true])
  // More than waits in a spool.
  const { spoolLimit } = env()
  env().spoolLimit = 0
  onTestFinished(() => {
    env().spoolLimit = spoolLimit
  })
  const left = source(100, 100_000)
  const reader = (await left.body('GET'))?.getReader()
  await reader?.read()
  expect(left.ended()).toBe(false)
  await reader?.cancel()
  expect(left.ended()).toBe(true)
})

test('whoever stops reading for a minute has left', async () => {
  const { body } = source()
  const reader = (await body('GET'))?.getReader()
  for (const _ of 'abc') {
    expect((await reader?.read())?.done).toBe(false)
    await vi.advanceTimersByTimeAsync(59_000)
  }
  await vi.advanceTimersByTimeAsync(2_000)
  await expect(reader?.read()).rejects.toThrow('nobody reads it any more')
})

test('what keeps the first of it from being made is thrown, and no answer begun', async () => {
  const chunks: AsyncIterator<Uint8Array> = { next: () => Promise.reject(new Error('away')) }
  await expect(streamedBody({ method: 'GET' }, chunks, () => {})).rejects.toThrow('away')
})
