import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { withConnection } from '@/infra/connection'
import { env } from '@/infra/env'
import { actorIn, newSchool, testDb } from '@/testing/factories'
import { readFile } from '@/testing/imports'
import { clearOldImports } from './clearing'
import { keepDraft } from './files'

const folder = () => path.join(env().dataDir, 'imports')
const names = async (start: string) => (await readdir(folder())).filter((name) => name.startsWith(start))
const clear = () => clearOldImports(testDb, new AbortController().signal)
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const age = (name: string, minutes: number) =>
  utimes(path.join(folder(), name), minutesAgo(minutes), minutesAgo(minutes))

async function* brokenOff(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('学号,姓名\n')
  throw new Error('the sender left')
}

test('uploads that break off leave nothing, however early, and however many at once', async () => {
  for (const _ of Array(60)) {
    const sent = await Promise.allSettled(Array.from({ length: 50 }, () => keepDraft(brokenOff(), 1_000)))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set(['rejected']))
  }
  expect(await names('draft-')).toEqual([])
})

test('a draft to which nobody writes for half an hour goes, and one that is still sent stays', async () => {
  await mkdir(folder(), { recursive: true })
  for (const [name, minutes] of [
    ['draft-left', 31],
    ['draft-sent', 20],
  ] as const) {
    await writeFile(path.join(folder(), name), 'x')
    await age(name, minutes)
  }
  await clear()
  expect(await names('draft-')).toEqual(['draft-sent'])
})

/** Sends a file in a process of its own, and kills it once the folder holds something new that begins so. */
async function killSender(school: number, how: 'endless' | 'whole', start: string): Promise<string> {
  const before = await names(start)
  const process_ = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/testing/import-sender.ts', testDb.url, String(school), how],
    { stdio: 'inherit' },
  )
  const exit = once(process_, 'exit')
  const added = async () => (await names(start)).find((name) => !before.includes(name))
  await expect.poll(added, { timeout: 60_000 }).toBeDefined()
  process_.kill('SIGKILL')
  await exit
  return (await added()) ?? ''
}

test('an upload whose process was killed leaves no file behind, neither while it was sent nor before its import was there', async () => {
  const { id, operator } = await newSchool()
  const kept = await readFile(actorIn(id, 'school_admin', undefined, { accountId: 1 }), '学号,姓名,届别\nN1,王五,2027')
  const draft = await killSender(id, 'endless', 'draft-')
  const orphan = await withConnection(testDb.url, (connection) =>
    connection.transaction(async () => {
      // The file is in its place, the import is not yet committed.
      await connection.sql('LOCK TABLE job IN SHARE MODE')
      return killSender(id, 'whole', 'import-')
    }),
  )
  for (const name of [draft, orphan, `import-${kept.id}`]) await age(name, 31)
  await clear()
  const left = await readdir(folder())
  expect([draft, orphan].filter((name) => left.includes(name))).toEqual([])
  expect(left, 'the file of an import').toContain(`import-${kept.id}`)

  // What the command line left, when it was killed between its reading and its writing, or in a dry run.
  const read = await readFile(operator, '学号,姓名,届别\nN1,王五,2027')
  await testDb.sql(`UPDATE import SET touched_at = now() - interval '31 minutes' WHERE id = ANY($1::int[])`, [
    [read.id, kept.id],
  ])
  await clear()
  const rows = await testDb.sql<{ id: number }>(
    'SELECT DISTINCT import_id AS id FROM import_row WHERE import_id = ANY($1)',
    [[read.id, kept.id]],
  )
  expect(
    rows.map((row) => row.id),
    'whoever signs in goes on with theirs for days',
  ).toEqual([kept.id])
})
