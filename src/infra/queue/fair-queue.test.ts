import { expect, test } from 'vitest'
import { FairQueue, type Place } from './fair-queue'

const limits = { slots: 2, perLane: 1, waitingPerTurn: 3, waiting: 5 }
const place = (id: string, turn = id[0] ?? '', lane = id): Place => ({ id, turn, lane })
const idsOf = (places: Place[]) => places.map(({ id }) => id)

test('as many places start as there are slots', () => {
  const queue = new FairQueue(limits)
  expect(['a1', 'a2', 'a3'].map((id) => queue.enter(place(id)))).toEqual(['started', 'started', 'waiting'])
  expect(idsOf(queue.leave('a1'))).toEqual(['a3'])
})

test('parties take turns, whoever filled the queue first', () => {
  const queue = new FairQueue(limits)
  for (const id of ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'c1']) queue.enter(place(id))
  const order: string[] = []
  let running = ['a1', 'a2']
  while (running.length > 0) {
    const [first = '', ...rest] = running
    const started = idsOf(queue.leave(first))
    order.push(...started)
    running = [...rest, ...started]
  }
  expect(order).toEqual(['a3', 'b1', 'c1', 'a4', 'a5'])
})

test('a lane has one slot, and the next place of its party goes before it', () => {
  const queue = new FairQueue(limits)
  expect(queue.enter(place('a1', 'a', 'account'))).toBe('started')
  expect(queue.enter(place('a2', 'a', 'account'))).toBe('waiting')
  expect(queue.enter(place('a3'))).toBe('started')
  expect(queue.enter(place('a4'))).toBe('waiting')
  expect(idsOf(queue.leave('a3'))).toEqual(['a4'])
  expect(idsOf(queue.leave('a1'))).toEqual(['a2'])
})

test('a place whose lane is free does not wait behind one whose lane is not', () => {
  const queue = new FairQueue(limits)
  queue.enter(place('a1', 'a', 'account'))
  queue.enter(place('a2', 'a', 'account'))
  expect(queue.enter(place('b1'))).toBe('started')
})

test('a party has only so much room to wait, and all together only so much', () => {
  const queue = new FairQueue(limits)
  for (const id of ['a1', 'a2', 'a3', 'a4', 'a5']) queue.enter(place(id))
  expect(queue.enter(place('a6'))).toBe('full')
  expect(['b1', 'b2', 'b3'].map((id) => queue.enter(place(id)))).toEqual(['waiting', 'waiting', 'full'])
})

test('who leaves while waiting makes room and starts nobody', () => {
  const queue = new FairQueue(limits)
  for (const id of ['a1', 'a2', 'a3', 'a4', 'a5']) queue.enter(place(id))
  expect(queue.leave('a4')).toEqual([])
  expect(queue.enter(place('a6'))).toBe('waiting')
  expect(queue.leave('nobody')).toEqual([])
  expect([queue.running, queue.waiting]).toEqual([2, 3])
})

test('thousands that come and go in any order: never too many, nobody forgotten', () => {
  const queue = new FairQueue({ slots: 3, perLane: 1, waitingPerTurn: 1000, waiting: 10_000 })
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const running = new Map<string, string>()
  const waiting = new Set<string>()
  const start = ({ id, lane }: Place) => {
    expect([...running.values()]).not.toContain(lane)
    running.set(id, lane)
    waiting.delete(id)
  }
  for (let n = 0; n < 3000; n++) {
    const next = place(String(n), `turn ${random(9)}`, `lane ${random(40)}`)
    if (queue.enter(next) === 'started') start(next)
    else waiting.add(next.id)
    const some = random(3) === 0 ? [...waiting] : [...running.keys()]
    const leaving = some[random(some.length)]
    if (leaving === undefined || random(2) === 0) continue
    running.delete(leaving)
    waiting.delete(leaving)
    for (const each of queue.leave(leaving)) start(each)
    expect(running.size).toBeLessThanOrEqual(3)
  }
  while (running.size > 0)
    for (const id of [...running.keys()]) {
      running.delete(id)
      for (const each of queue.leave(id)) start(each)
    }
  expect([queue.running, queue.waiting, waiting.size]).toEqual([0, 0, 0])
})
