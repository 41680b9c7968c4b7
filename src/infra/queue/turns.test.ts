import { expect, test } from 'vitest'
import { Turns } from './turns'

const limits = { slots: 3, perLane: 2, waitingPerTurn: 4, waiting: 100 }
const round = () => new Promise((resolve) => setImmediate(resolve))

/** Takes a place for the caller, and writes down when it began or was refused. */
function taking(turns: Turns) {
  const began: string[] = []
  const take = (name: string) => {
    const told = (what: string) => () => void began.push(`${what}${name}`)
    const { id, state } = turns.take(name[0] ?? '', () => ({ start: told(''), refuse: told('no ') }))
    if (state === 'started') began.push(name)
    return { id, state }
  }
  return { began, take }
}

test('callers have so many places each, and whoever came later does not wait for all who came before', async () => {
  const turns = new Turns(limits, () => 60_000)
  const { began, take } = taking(turns)
  const [first] = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2'].map(take)
  expect(began).toEqual(['a1', 'a2', 'b1'])
  turns.leave(first?.id ?? '')
  expect(began).toHaveLength(3)
  await round()
  expect(began).toEqual(['a1', 'a2', 'b1', 'a3'])
})

test('a place that was given back is free in the next round only, unless it is taken back', async () => {
  const turns = new Turns(limits, () => 60_000)
  const { began, take } = taking(turns)
  const [one, other] = [take('a1'), take('a2')]
  for (const { id } of [one, other]) turns.leave(id)
  take('a3')
  expect(turns.keep(one.id)).toBe(true)
  await round()
  expect(turns.keep(other.id)).toBe(false)
  take('a4')
  expect(began).toEqual(['a1', 'a2', 'a3'])
})

test('so many may wait, and for so long', async () => {
  const turns = new Turns(limits, () => 1)
  const { began, take } = taking(turns)
  const states = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'].map((name) => take(name).state)
  expect(states).toEqual([...Array(2).fill('started'), ...Array(4).fill('waiting'), 'full'])
  await expect.poll(() => began.slice(2)).toEqual(['no a3', 'no a4', 'no a5', 'no a6'])
  expect(take('a8').state).toBe('waiting')
})

test('who leaves while waiting is told nothing', async () => {
  const turns = new Turns(limits, () => 60_000)
  const { began, take } = taking(turns)
  const [first, , third] = ['a1', 'a2', 'a3', 'a4'].map(take)
  turns.leave(third?.id ?? '')
  turns.leave(first?.id ?? '')
  await round()
  expect(began).toEqual(['a1', 'a2', 'a4'])
})
