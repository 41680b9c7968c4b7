import { expect, test, vi } from 'vitest'
import type { RootDb } from './db'
import { startLoops } from './loops'

const none = (): RootDb => {
  throw new Error('no database is needed here')
}
const settle = () => vi.advanceTimersByTimeAsync(0)

test('a loop goes on at once while there is more, and then pauses', async () => {
  vi.useFakeTimers()
  const more = [true, true, false, false]
  let runs = 0
  const run = async () => more[runs++] ?? false
  const loops = startLoops(() => ({}) as RootDb, [{ name: 'x', every: 1_000, run }])
  await settle()
  expect(runs).toBe(3)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(runs).toBe(4)
  await loops.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(runs).toBe(4)
  vi.useRealTimers()
})

test('what fails is tried again later', async () => {
  vi.useFakeTimers()
  let runs = 0
  const run = async () => {
    runs++
    return false
  }
  const broken = startLoops(none, [{ name: 'x', every: 10, run }])
  await settle()
  expect(runs).toBe(0)
  await broken.stop()
  let fails = true
  const failing = async () => {
    runs++
    if (fails) throw new Error('away')
    return false
  }
  const loops = startLoops(() => ({}) as RootDb, [{ name: 'y', every: 10, run: failing }])
  await settle()
  fails = false
  await vi.advanceTimersByTimeAsync(4_999)
  expect(runs).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(runs).toBe(2)
  await loops.stop()
  vi.useRealTimers()
})

test('stopping waits for a run in the middle, which learns of it', async () => {
  let finish: () => void = () => {}
  const seen: string[] = []
  const loops = startLoops(
    () => ({}) as RootDb,
    [
      {
        name: 'z',
        every: 1,
        run: (_db, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => seen.push('told'))
            finish = () => resolve(true)
          }),
      },
    ],
  )
  await Promise.resolve()
  const stopped = loops.stop().then(() => seen.push('stopped'))
  await Promise.resolve()
  expect(seen).toEqual(['told'])
  finish()
  await stopped
  expect(seen).toEqual(['told', 'stopped'])
})

test('as many loops as a process has wait without a warning of Node', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const run = async () => false
  const many = Array.from({ length: 30 }, (_, n) => ({ name: `x${n}`, every: 60_000, run }))
  const loops = startLoops(() => ({}) as RootDb, many)
  await new Promise(setImmediate)
  await loops.stop()
  expect(warned).not.toHaveBeenCalled()
  warned.mockRestore()
})
