import { expect, test } from 'vitest'
import { Places } from './places'

/** Places with a clock of the test's own, and messages begun as the rooms allow. */
function setUp() {
  let now = 0
  const places = new Places(() => now)
  const roomOf = (id: number) =>
    places.room().endpoints.find((each) => each.id === id) ?? { id, room: 1, isQuick: false }
  /** Begins as many messages to the endpoints as there is room for; answers how each is ended. */
  const fill = (ids: number[]) => {
    const ends: ReturnType<Places['begin']>[] = []
    for (const id of ids)
      for (let left = roomOf(id).room; left > 0; left--) {
        const { isQuick } = roomOf(id)
        if (places.room()[isQuick ? 'quick' : 'other'] > 0) ends.push(places.begin(id))
      }
    return ends
  }
  const good = (id: number) => places.begin(id)('delivered')
  const pass = (ms: number) => {
    now += ms
  }
  return { places, roomOf, fill, good, pass }
}
const many = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n)

test('webhook places: a new endpoint has one, one that answers well six of its own', () => {
  const { roomOf, fill, good } = setUp()
  expect(fill([1])).toHaveLength(1)
  expect(roomOf(1)).toMatchObject({ room: 0 })
  good(2)
  expect(roomOf(2)).toMatchObject({ room: 6, isQuick: true })
  expect(fill([2])).toHaveLength(6)
})

test('webhook places: however many hang, those that answer well keep their places', () => {
  const { places, fill, good, pass } = setUp()
  for (const id of many(1, 6)) good(id)
  for (let second = 0; second < 20; second++) {
    fill(many(100, 500))
    pass(1_001)
  }
  expect(places.taken).toBeLessThanOrEqual(64)
  expect(fill(many(1, 6))).toHaveLength(32)
})

test('webhook places: a new endpoint finds one beside twenty that hang', () => {
  const { fill, pass } = setUp()
  fill(many(100, 16))
  expect(fill([1])).toHaveLength(0)
  pass(1_001)
  expect(fill(many(116, 4))).toHaveLength(4)
  expect(fill([1])).toHaveLength(1)
})

test('webhook places: an endpoint that begins to hang is quick no more, and never has more than six', () => {
  const { places, roomOf, fill, good, pass } = setUp()
  good(1)
  fill([1])
  pass(1_001)
  expect(roomOf(1)).toMatchObject({ room: 0, isQuick: false })
  expect(places.room().quick).toBe(32)
})

test('webhook places: one that fails again and again rests for longer and longer, up to a minute, until it takes a message', () => {
  const { places, roomOf, fill, pass } = setUp()
  const rests: number[] = []
  for (let n = 0; n < 12; n++) {
    for (const end of fill([1])) end('failed')
    let rest = 0
    for (; roomOf(1).room === 0; rest++) pass(1_000)
    rests.push(rest)
  }
  expect(rests).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
  places.begin(1)('delivered')
  expect(roomOf(1)).toMatchObject({ room: 6, isQuick: true })
  const together = fill([1])
  pass(10)
  for (const end of together) end('failed')
  expect(roomOf(1)).toMatchObject({ room: 1 })
})

test('webhook places: one whose answers have no end gets a message at a time, twice a second', () => {
  const { places, roomOf, pass } = setUp()
  places.begin(1)('cut')
  expect(roomOf(1)).toMatchObject({ room: 0, isQuick: false })
  pass(500)
  expect(roomOf(1)).toMatchObject({ room: 1 })
})
