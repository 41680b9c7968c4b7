import { hashPassword, verifyPassword } from '../../src/infra/hashing'
import { load } from '../kit/load'
import type { Row } from '../kit/row'
import { signInCall } from '../kit/sign-in'
import { interleaved, median, ratioOf } from '../kit/timing'

export const row: Row = {
  id: 'sign-in',
  what: 'sign-ins of an administrator with a password',
  limit: 'argon2id alone, two at a time',
  goal: '≥ 0.9 of its sign-ins/s',
  async run({ school, app, pick }) {
    const own = await school('10k')
    const ours = await app()
    const call = await signInCall(ours.url, own)
    const hash = await hashPassword(own.password)
    const seconds = pick(4, 1)
    const rates = await interleaved(pick(5, 1), {
      ours: async () => (await load(ours.url, call, { seconds, connections: 6 })).perSecond,
      argon2id: () => verifiesPerSecond(hash, own.password, seconds),
    })
    return [
      {
        what: 'sign-ins/s',
        figure: ratioOf(rates.ours, rates.argon2id),
        unit: '×',
        goal: { atLeast: 0.9 },
        smoke: { atLeast: 0.1 },
        ours: `${median(rates.ours).toFixed(1)}/s`,
        theirs: `${median(rates.argon2id).toFixed(1)}/s`,
      },
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
