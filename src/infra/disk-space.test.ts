import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { assertRoom, giveUpReserve, isLow, keepReserve, type Space, spaceOf } from './disk-space'

const GB = 1_000_000_000
const space = (given: Partial<Space>): Space => ({ total: 5 * GB, free: 2 * GB, files: 1000, freeFiles: 500, ...given })

describe('a disk is low', () => {
  test.each<[string, Partial<Space>, boolean]>([
    ['with room', {}, false],
    ['below 500 MB', { free: 499_000_000 }, true],
    ['at 500 MB', { free: 500_000_000 }, false],
    ['below 5 % of a large one', { total: 100 * GB, free: 4.9 * GB }, true],
    ['at 5 %', { total: 100 * GB, free: 5 * GB }, false],
    ['out of files', { freeFiles: 49 }, true],
    ['where files are not counted', { files: 0, freeFiles: 0 }, false],
    ['where nothing is counted', { total: 0, free: 0, files: 0, freeFiles: 0 }, false],
  ])('%s', (_, given, low) => expect(isLow(space(given))).toBe(low))
})

test('a place that is not there yet has the space of the folder it will be in', async () => {
  const there = await spaceOf(import.meta.dirname)
  const later = await spaceOf(path.join(import.meta.dirname, 'not', 'there', 'yet'))
  expect(later?.total).toBe(there?.total)
  expect(there?.total).toBeGreaterThan(0)
})

test('what does not fit is refused by the code of a full disk', async () => {
  await expect(assertRoom(import.meta.dirname, 1)).resolves.toBeUndefined()
  await expect(assertRoom(import.meta.dirname, 1e18)).rejects.toMatchObject({ code: 'ENOSPC' })
})

test('a reserve is kept where there is room, whole, and can be given up', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reserve-'))
  const file = path.join(folder, 'reserve')
  await keepReserve(folder)
  const size = existsSync(file) ? statSync(file).size : 0
  const space = await spaceOf(folder)
  expect(size).toBe(space && !isLow(space) ? 2 * 1024 * 1024 : 0)
  writeFileSync(file, 'cut short')
  await keepReserve(folder)
  if (size > 0) expect(statSync(file).size).toBe(size)
  await giveUpReserve(folder)
  await giveUpReserve(folder)
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})
