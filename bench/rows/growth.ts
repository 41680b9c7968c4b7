import type { Size } from '../context'
import { type Call, load } from '../kit/load'
import type { Measured, Row } from '../kit/row'
import type { School } from '../kit/school'
import { interleaved, median, ratioOf } from '../kit/timing'

const sizes: Size[] = ['10k', '100k', '1M']

type Kind = { name: string; call(school: School, ids: readonly number[]): (n: number) => Call }

const path = '/api/v1/reflections'
const kinds: Kind[] = [
  {
    name: 'list of 20 and count',
    call:
      ({ bearer }) =>
      () => ({ path: `${path}?role=1&$per-page=20`, headers: bearer }),
  },
  {
    name: 'one person',
    call:
      ({ bearer }, ids) =>
      (n) => ({ path: `${path}/${ids[n % ids.length]}`, headers: bearer }),
  },
  {
    name: 'search by two characters',
    call:
      ({ bearer }) =>
      () => ({ path: `${path}?role=1&$per-page=20&q=${encodeURIComponent('子涵')}`, headers: bearer }),
  },
]

export const row: Row = {
  id: 'growth',
  what: 'the list, one person and search, as a school grows',
  limit: 'the same at 10,000 people',
  goal: 'flat, or as the logarithm of the size: ≤ 1.5× at a million',
  async run({ school, app, db, pick, plot }) {
    const schools: { size: Size; school: School; ids: number[] }[] = []
    for (const size of sizes) {
      const made = await school(size)
      const people = await db.sql<{ id: number }>(
        'SELECT id FROM person WHERE school_id = $1 AND role = 1 ORDER BY hashint4(id) LIMIT 500',
        [made.id],
      )
      schools.push({ size, school: made, ids: people.map(({ id }) => id) })
    }
    const { url } = await app()
    const options = { connections: 2, seconds: pick(1.5, 0.5) }
    const measured: Measured[] = []
    const lines: { name: string; values: number[] }[] = []
    for (const { name, call } of kinds) {
      const sides = schools.map(({ size, school, ids }) => {
        const next = call(school, ids)
        return [size, async () => (await load(url, next, options)).p50] as const
      })
      const times: Record<string, number[]> = await interleaved(pick(5, 1), Object.fromEntries(sides))
      const of = (size: Size) => times[size] ?? []
      const ratios = sizes.map((size) => ratioOf(of(size), of('10k')))
      lines.push({ name, values: ratios })
      for (const [at, size] of sizes.entries()) {
        if (at === 0) continue
        measured.push({
          what: `${name}: ${size}`,
          figure: ratios[at] ?? Number.NaN,
          unit: '×',
          // log 100,000 to log 10,000, and log 1,000,000 to it.
          goal: { atMost: size === '1M' ? 1.5 : 1.25 },
          smoke: { atMost: 10 },
          ours: `${median(of(size)).toFixed(2)} ms`,
          theirs: `${median(of('10k')).toFixed(2)} ms`,
        })
      }
    }
    plot({
      id: 'growth',
      title: 'How long a call takes as a school grows',
      scale: 'times what it takes at 10,000 people',
      steps: ['10,000', '100,000', '1,000,000'],
      lines: [...lines, { name: 'logarithm', values: [1, 1.25, 1.5] }],
    })
    return measured
  },
}
