import { expect, test } from 'vitest'
import { asCaller, noteKnown } from '../caller'
import { inQueue } from './queue'
import { inStrangersTurn } from './strangers'

/** Work that goes on until it is let go. */
function held() {
  let letGo: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return { gone, letGo }
}
const call = <T>(network: string, work: () => Promise<T>) => asCaller(network, undefined, () => inStrangersTurn(work))
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('strangers: two are worked for at a time, whoever is known at once', async () => {
  const { gone, letGo } = held()
  const began: string[] = []
  const stranger = (name: string) =>
    call(name, async () => {
      began.push(name)
      await gone
    })
  const all = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(stranger)
  await settled()
  expect(began).toEqual(['192.0.2.1', '192.0.2.2'])
  const known = await asCaller('192.0.2.4', undefined, () => {
    noteKnown('account 1')
    return inStrangersTurn(async () => 'at once')
  })
  expect(known).toBe('at once')
  letGo()
  await Promise.all(all)
  expect(began).toHaveLength(3)
})

test('strangers: who waits in a queue of the site leaves the turn to others', async () => {
  const { gone, letGo } = held()
  const hashing = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((network) =>
    call(network, () => inQueue('hash', { turn: network }, () => gone)),
  )
  await settled()
  expect(await call('192.0.2.9', async () => 'at once')).toBe('at once')
  letGo()
  await Promise.all(hashing)
})

test('strangers: a turn within a turn is the same one', async () => {
  const nested = () => call('192.0.2.1', () => inStrangersTurn(() => inStrangersTurn(async () => 'done')))
  expect(await Promise.all([nested(), nested(), nested()])).toEqual(['done', 'done', 'done'])
})
