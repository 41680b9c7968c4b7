import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { env } from './env'
import { Spool, spooledBytes } from './spool'

const size = 300_000

/** Chunks that differ, and how many were taken. */
function source(count: number, failure?: Error) {
  let taken = 0
  async function* chunks() {
    for (let n = 0; n < count; n++) {
      taken++
      yield new Uint8Array(size).fill(n)
    }
    if (failure) throw failure
  }
  return { chunks: chunks(), taken: () => taken }
}

const whole = (chunks: AsyncIterator<Uint8Array>): Promise<Spool> =>
  new Promise((resolve) => {
    const spool: Spool = new Spool(chunks, () => resolve(spool))
  })

async function readAll(spool: Spool): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let part = await spool.next(); part; part = await spool.next()) parts.push(part)
  return Buffer.concat(parts)
}
const expected = (count: number) => Buffer.concat(Array.from({ length: count }, (_, n) => Buffer.alloc(size, n)))

function limitDisk(bytes: number): void {
  const { spoolLimit } = env()
  env().spoolLimit = bytes
  onTestFinished(() => {
    env().spoolLimit = spoolLimit
  })
}

test('a source is taken in whole before anybody reads, and is read in its order', async () => {
  const { chunks, taken } = source(30)
  const spool = await whole(chunks)
  expect([taken(), spooledBytes().disk > 0, spooledBytes().memory <= 1024 * 1024]).toEqual([30, true, true])
  // The file has no name any more.
  expect(await readdir(path.join(env().dataDir, 'spool'))).toEqual([])
  expect((await readAll(spool)).equals(expected(30))).toBe(true)
  expect(spooledBytes()).toEqual({ memory: 0, disk: 0 })
})

test('read while it is taken in, nothing is lost or out of order', async () => {
  const spool = new Spool(source(60).chunks, () => {})
  expect((await readAll(spool)).equals(expected(60))).toBe(true)
  expect(spooledBytes()).toEqual({ memory: 0, disk: 0 })
})

test('where the disk has no room, the source waits for the reader', async () => {
  limitDisk(2 * size)
  const { chunks, taken } = source(40)
  const spool = new Spool(chunks, () => {})
  const first = await spool.next()
  expect(first?.byteLength).toBe(size)
  expect(taken()).toBeLessThan(20)
  expect(spooledBytes().disk).toBeLessThanOrEqual(2 * size)
  const rest = await readAll(spool)
  expect(Buffer.concat([first ?? Buffer.alloc(0), rest]).equals(expected(40))).toBe(true)
})

test('what the source throws comes behind all that it gave', async () => {
  const spool = await whole(source(8, new Error('away')).chunks)
  for (let n = 0; n < 8; ) {
    const part = await spool.next()
    n += (part?.byteLength ?? 0) / size
  }
  await expect(spool.next()).rejects.toThrow('away')
  expect(spooledBytes()).toEqual({ memory: 0, disk: 0 })
})

test('whoever closes leaves nothing behind', async () => {
  const spool = await whole(source(30).chunks)
  await spool.close()
  expect(spooledBytes()).toEqual({ memory: 0, disk: 0 })
  expect(await spool.next()).toBeUndefined()
})
