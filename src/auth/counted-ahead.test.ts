import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { countedAhead } from './counted-ahead'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const minute = 60_000
const settled = () => vi.advanceTimersByTimeAsync(20)

/** A count that several processes share, and what it was asked. */
function shared() {
  const asked: number[] = []
  let [consumed, ends] = [0, 0]
  const count = async (_: string, points: number) => {
    asked.push(points)
    if (Date.now() >= ends) [consumed, ends] = [0, Date.now() + minute]
    consumed += points
    return { consumedPoints: consumed, msBeforeNext: ends - Date.now() }
  }
  const process = () => countedAhead(count, (key) => count(key, 1))
  const consume = async (counter: ReturnType<typeof process>, calls: number, limit: number) => {
    const places: number[] = []
    for (let n = 0; n < calls; n++) places.push((await counter('a', limit)).consumedPoints)
    return places
  }
  return { asked, process, consume }
}

test('the first is counted at once; from then on many are told together', async () => {
  const { asked, process, consume } = shared()
  const one = process()
  expect(await consume(one, 4, 5_000)).toEqual([1, 2, 3, 4])
  expect(asked).toEqual([1])
  await settled()
  expect(asked).toEqual([1, 3])
  expect(await consume(one, 1, 5_000)).toEqual([5])
})

test('what other processes counted is known after a moment', async () => {
  const { process, consume } = shared()
  const [one, other] = [process(), process()]
  await consume(one, 10, 5_000)
  await settled()
  expect(await consume(other, 1, 5_000)).toEqual([11])
  await consume(one, 1, 5_000)
  await settled()
  expect(await consume(one, 1, 5_000)).toEqual([13])
})

test('near the limit every call is counted before it is answered, by all processes together', async () => {
  const { asked, process, consume } = shared()
  const both = [process(), process()]
  let answered = 0
  for (let n = 0; n < 60; n++) {
    for (const counter of both) {
      const places = await consume(counter, 20, 2_000)
      answered += places.filter((place) => place <= 2_000).length
    }
    await settled()
  }
  expect(answered).toBe(2_000)
  expect(asked.slice(-1_000).every((points) => points === 1)).toBe(true)
  // The first thousand were told by the dozen.
  expect(asked.length).toBeLessThan(1_600)
})

test('a limit that is small is counted exactly from the first call on', async () => {
  const { asked, process, consume } = shared()
  await consume(process(), 5, 100)
  expect(asked).toEqual([1, 1, 1, 1, 1])
})

test('a new minute begins with what it has itself', async () => {
  const { process, consume } = shared()
  const one = process()
  await consume(one, 3, 5_000)
  vi.advanceTimersByTime(minute)
  expect(await consume(one, 2, 5_000)).toEqual([1, 2])
})

test('a count that does not answer is asked again by the next call', async () => {
  let fails = false
  const answer = async () => {
    if (fails) throw new Error('nobody answers')
    return { consumedPoints: 1, msBeforeNext: minute }
  }
  const counter = countedAhead(answer, answer)
  await counter('a', 5_000)
  fails = true
  await counter('a', 5_000)
  await settled()
  await expect(counter('a', 5_000)).rejects.toThrow('nobody answers')
})
