import { setImmediate as moment } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTurn } from './in-turn'

test('work of one name is done in its order, one at a time, whatever becomes of it; of another name meanwhile', async () => {
  const account: string[] = []
  const work = (name: string, fails = false) =>
    inTurn(name.slice(0, 1), async () => {
      account.push(`${name} begins`)
      await moment()
      account.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const all = await Promise.allSettled([work('a1', true), work('a2'), work('b1'), work('a3')])
  expect(all.map((each) => (each.status === 'fulfilled' ? each.value : String(each.reason)))).toEqual([
    ...['Error: a1', 'a2', 'b1', 'a3'],
  ])
  const of = (name: string) => account.filter((each) => each.startsWith(name))
  expect(of('a')).toEqual(['a1', 'a2', 'a3'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  expect(account.indexOf('b1 ends')).toBeLessThan(account.indexOf('a2 ends'))
})
