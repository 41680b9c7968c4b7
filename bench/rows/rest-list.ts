import { fieldsOf } from '../../src/domain/fields/queries'
import { recordSql } from '../../src/domain/people/record'
import { startBare } from '../kit/bare'
import { load } from '../kit/load'
import type { Row } from '../kit/row'
import { interleaved, median, ratioOf } from '../kit/timing'

/** Twenty students of ten thousand people, with the exact count of all. */
export const row: Row = {
  id: 'rest-list',
  what: 'REST list of 20 by key, role filter and exact count, one process',
  limit: 'an empty Next route handler; bare node:http + pg asking the same',
  goal: '≥ 0.7 and ≥ 0.8 of their requests/s',
  async run({ school, app, db, url, pick }) {
    const { actor, bearer } = await school('10k')
    const { fields } = await fieldsOf(db, actor)
    const record = recordSql({ fields, shape: 'flat', pii: 'true', guardians: false })
    const ours = await app()
    const bare = await startBare('list-server', [url, record])
    const call = { path: '/api/v1/reflections?role=1&$per-page=20', headers: bearer }
    const seconds = pick(4, 1)
    try {
      await sameAnswer(`${ours.url}${call.path}`, `${bare.url}${call.path}`, bearer)
      const rates = await interleaved(pick(5, 1), {
        list: async () => (await load(ours.url, call, { seconds })).perSecond,
        // It answers two letters, behind the same server and its headers.
        empty: async () => (await load(ours.url, { path: '/healthz' }, { seconds })).perSecond,
        bare: async () => (await load(bare.url, call, { seconds })).perSecond,
      })
      const perSecond = (figures: number[]) => `${median(figures).toFixed(0)}/s`
      const against = (limit: string, theirs: number[], atLeast: number) => ({
        what: 'REST list of 20, requests/s',
        limit,
        figure: ratioOf(rates.list, theirs),
        unit: '×' as const,
        goal: { atLeast },
        ours: perSecond(rates.list),
        theirs: perSecond(theirs),
      })
      return [against('an empty Next route handler', rates.empty, 0.7), against('bare node:http + pg', rates.bare, 0.8)]
    } finally {
      await bare.stop()
    }
  },
}

/** @throws when the two do not answer the same bytes and count */
async function sameAnswer(ours: string, bare: string, headers: Record<string, string>): Promise<void> {
  const read = async (url: string) => {
    const answer = await fetch(url, { headers })
    return `${answer.headers.get('x-pagination-total-count')} ${await answer.text()}`
  }
  const [one, other] = await Promise.all([read(ours), read(bare)])
  if (one !== other) throw new Error(`the bare server answers something else:\n${other}\n${one}`)
}
