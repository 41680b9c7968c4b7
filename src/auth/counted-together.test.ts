import { expect, test } from 'vitest'
import { countedTogether } from './counted-together'

/** A count that answers when it is let to, and what it was asked. */
function slow() {
  const asked: [string, number][] = []
  const totals = new Map<string, number>()
  const answers: (() => void)[] = []
  const count = countedTogether(async (key, points) => {
    asked.push([key, points])
    await new Promise<void>((go) => answers.push(go))
    const consumedPoints = (totals.get(key) ?? 0) + points
    totals.set(key, consumedPoints)
    return { consumedPoints, msBeforeNext: 1000 }
  })
  const answer = async () => {
    answers.shift()?.()
    await new Promise((done) => setImmediate(done))
  }
  const places = (calls: ReturnType<typeof count>[]) =>
    Promise.all(calls).then((all) => all.map(({ consumedPoints }) => consumedPoints))
  return { asked, answer, count, places }
}
const soon = () => new Promise((done) => setImmediate(done))

test('those who come during a count are counted at once after it, each with a place of their own', async () => {
  const { asked, answer, count, places } = slow()
  const first = count('a')
  await soon()
  const later = [count('a'), count('a'), count('a')]
  await soon()
  expect(asked).toEqual([['a', 1]])
  await answer()
  expect(asked).toEqual([
    ['a', 1],
    ['a', 3],
  ])
  await answer()
  expect(await places([first, ...later])).toEqual([1, 2, 3, 4])
})

test('keys do not wait for each other', async () => {
  const { asked, answer, count, places } = slow()
  const both = [count('a'), count('b')]
  await soon()
  expect(asked).toEqual([
    ['a', 1],
    ['b', 1],
  ])
  await answer()
  await answer()
  expect(await places(both)).toEqual([1, 1])
})

test('a count that fails, fails for those alone who are in it', async () => {
  let fails = true
  const count = countedTogether(async (_, points) => {
    await soon()
    if (fails) throw new Error('nobody answers')
    return { consumedPoints: points, msBeforeNext: 1 }
  })
  const failing = count('a')
  await expect(failing).rejects.toThrow('nobody answers')
  fails = false
  expect((await count('a')).consumedPoints).toBe(1)
})
