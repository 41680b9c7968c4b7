import { hashPassword, verifyPassword } from '../../src/infra/hashing'
import { startBare } from '../kit/bare'
import { load } from '../kit/load'
import type { Row } from '../kit/row'
import { signInsOfMany } from '../kit/sign-in'
import { interleaved, median, ratioOf } from '../kit/timing'

export const row: Row = {
  id: 'sign-in',
  what: 'sign-ins of administrators with a password',
  limit: 'argon2id alone, two at a time',
  goal: '≥ 0.9 of its sign-ins/s',
  async run({ school, app, url, db, pick }) {
    const own = await school('10k')
    const ours = await app()
    const connections = 6
    const call = await signInsOfMany(ours.url, db, own, connections)
    const hash = await hashPassword(own.password)
    const seconds = pick(4, 1)
    const bare = await startBare('sign-in-server', [url])
    const signIns = (at: string) => async () => (await load(at, call, { seconds, connections })).perSecond
    const rates = await interleaved(pick(5, 1), {
      ours: signIns(ours.url),
      bare: signIns(bare.url),
      argon2id: () => verifiesPerSecond(hash, own.password, seconds),
    }).finally(() => bare.stop())
    const against = (one: number[], theirs: number[]) => ({
      figure: ratioOf(one, theirs),
      unit: '×' as const,
      ours: `${median(one).toFixed(1)}/s`,
      theirs: `${median(theirs).toFixed(1)}/s`,
    })
    return [
      {
        what: 'sign-ins/s',
        ...against(rates.ours, rates.argon2id),
        goal: { atLeast: 0.9 },
        smoke: { atLeast: 0.1 },
      },
      {
        what: 'sign-ins/s',
        limit: 'two statements and argon2id behind node:http',
        ...against(rates.ours, rates.bare),
        smoke: { atLeast: 0.1 },
      },
      { what: 'sign-ins/s of node:http, two statements and argon2id', ...against(rates.bare, rates.argon2id) },
    ]
  },
}

async function verifiesPerSecond(hash: string, password: string, seconds: number): Promise<number> {
  const began = performance.now()
  const end = began + seconds * 1000
  let done = 0
  const verify = async () => {
    for (; performance.now() < end; done++) await verifyPassword(hash, password)
  }
  await Promise.all([verify(), verify()])
  return (done / (performance.now() - began)) * 1000
}
