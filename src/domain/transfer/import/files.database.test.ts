import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { env } from '@/infra/env'
import { testDb } from '@/testing/factories'
import { clearOldImports } from './clearing'
import { keepDraft } from './files'

const folder = () => path.join(env().dataDir, 'imports')
const drafts = async () => (await readdir(folder())).filter((name) => name.startsWith('draft-'))

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('学号,姓名\n')
  throw new Error('the sender left')
}

test('uploads that break off leave nothing, however early, and however many at once', async () => {
  for (const _ of Array(60)) {
    const sent = await Promise.allSettled(Array.from({ length: 50 }, () => keepDraft(brokenOff(), 1_000)))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['rejected']))
  }
  expect(await drafts()).toEqual([])
})

test('a file that is known not to fit is refused before a byte of it is read', async () => {
  async function* unread(): AsyncGenerator<Uint8Array> {
    yield* [expect.unreachable()]
  }
  await expect(keepDraft(unread(), 1e18, 1e17)).rejects.toMatchObject({ code: 'ENOSPC' })
  expect(await keepDraft(unread(), 1_000, 1_001)).toBeUndefined()
})

test('a draft that a kill left goes after a day, and one that is still sent stays', async () => {
  await mkdir(folder(), { recursive: true })
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  for (const [name, hours] of [
    ['draft-left', 25],
    ['draft-sent', 23],
  ] as const) {
    await writeFile(path.join(folder(), name), 'x')
    await utimes(path.join(folder(), name), hoursAgo(hours), hoursAgo(hours))
  }
  await clearOldImports(testDb, new AbortController().signal)
  expect(await drafts()).toEqual(['draft-sent'])
})
