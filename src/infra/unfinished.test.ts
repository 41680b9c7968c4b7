import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearUnfinished, noteUnfinished } from './unfinished'

let dataDir: string
let target: string
const notes = () => readdirSync(path.join(dataDir, 'unfinished'))

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'unfinished-'))
  target = mkdtempSync(path.join(tmpdir(), 'unfinished-target-'))
})
afterEach(() => {
  for (const folder of [dataDir, target]) rmSync(folder, { recursive: true, force: true })
})

/** A draft and its note, as a process leaves them that was killed. */
async function left(name: string): Promise<{ file: string; draft: string }> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const [file, draft] = [path.join(target, name), path.join(target, `${name}.part`)]
  writeFileSync(draft, 'half')
  await noteUnfinished(dataDir, file, draft)
  for (const each of notes()) {
    const place = path.join(dataDir, 'unfinished', each)
    const made = JSON.parse(readFileSync(place, 'utf8'))
    if (made.file === file) writeFileSync(place, JSON.stringify({ ...made, pid: child.pid }))
  }
  return { file, draft }
}

test('what a killed run left is removed, and named once', async () => {
  const { file } = await left('site.zip')
  const found = await Promise.all([clearUnfinished(dataDir), clearUnfinished(dataDir)])
  expect(found.flat()).toEqual([{ file }])
  expect([readdirSync(target), notes()]).toEqual([[], []])
})

test('what a living run writes stays, until no byte comes for an hour', async () => {
  const draft = path.join(target, 'people.xlsx.part')
  writeFileSync(draft, 'half')
  await noteUnfinished(dataDir, path.join(target, 'people.xlsx'), draft)
  expect(await clearUnfinished(dataDir)).toEqual([])
  const then = Date.now() / 1_000 - 3_700
  utimesSync(draft, then, then)
  expect(await clearUnfinished(dataDir)).toHaveLength(1)
  expect(readdirSync(target)).toEqual([])
})

test('what was written whole leaves no note', async () => {
  const forget = await noteUnfinished(dataDir, path.join(target, 'a.zip'), path.join(target, 'a.zip.part'))
  expect(notes()).toHaveLength(1)
  await forget()
  expect(notes()).toEqual([])
})

test('a disk that was taken out is waited for', async () => {
  const { file } = await left('site.zip')
  rmSync(target, { recursive: true })
  expect(await clearUnfinished(dataDir)).toEqual([{ file, left: 'its folder is not there' }])
  expect(notes()).toHaveLength(1)
})

test('a data dir that is not there, or cannot be written, keeps nobody from writing', async () => {
  const forget = await noteUnfinished(
    path.join(dataDir, 'not', 'there'),
    path.join(target, 'a'),
    path.join(target, 'b'),
  )
  await forget()
  expect(readdirSync(dataDir)).toEqual([])
  expect(await clearUnfinished(path.join(dataDir, 'not', 'there'))).toEqual([])
})

test('a note that a full disk cut short is no obstacle', async () => {
  const { file } = await left('site.zip')
  writeFileSync(path.join(dataDir, 'unfinished', 'cut.json'), '{"file":')
  expect(await clearUnfinished(dataDir)).toEqual([{ file }])
})
