import { setTimeout as sleep } from 'node:timers/promises'
import { startApp } from '../../e2e/fixtures/app'
import { onDatabase } from '../../e2e/fixtures/database'
import { importByPage } from '../kit/import-by-page'
import { writeCsv } from '../kit/importing'
import { fillSchool } from '../kit/people'
import type { Row } from '../kit/row'
import { newSchool } from '../kit/school'
import { p95, visitSteadily, type Waits } from '../kit/steady'
import { median, ratioOf } from '../kit/timing'

const kinds = ['a REST list of 20', 'one person by REST', 'the page of students']
const [list, one, page] = kinds
const ms = (figures: number[]) => `${median(figures).toFixed(0)} ms`

export const row: Row = {
  id: 'import-beside',
  what: 'p95 of requests during an import of 100,000 rows into their school, from the upload to its end',
  limit: 'the same before it',
  goal: '≤ 2×',
  async run({ folder, pick, say }) {
    const file = await writeCsv(folder, pick(100_000, 3_000), 50_000_000)
    // As it is started for a school: with the database that it has itself.
    const app = await startApp()
    try {
      const rounds: { idle: Waits; busy: Waits }[] = []
      for (let round = 0; round < pick(3, 1); round++) {
        const { cookie, bearer, person } = await onDatabase(app, async (db) => {
          const school = await newSchool(db)
          await fillSchool(db, school, pick(4_000, 400))
          const [found] = await db.sql<{ id: number }>('SELECT min(id) AS id FROM person WHERE school_id = $1', [
            school.id,
          ])
          return { ...school, person: found?.id ?? 0 }
        })
        const often = [
          { what: list ?? '', path: '/api/v1/reflections?role=1&$per-page=20', headers: bearer },
          { what: one ?? '', path: `/api/v1/reflections/${person}`, headers: bearer },
        ]
        const visitor = visitSteadily(app.url, [
          ...often,
          ...often,
          { what: page ?? '', path: '/students', headers: { cookie } },
        ])
        try {
          await sleep(pick(3_000, 1_000))
          await visitor.cut()
          await sleep(pick(8_000, 1_000))
          const idle = await visitor.cut()
          const began = performance.now()
          await importByPage(app.url, cookie, file)
          const busy = await visitor.cut()
          say(`round ${round + 1}: ${((performance.now() - began) / 1000).toFixed(1)} s`)
          rounds.push({ idle, busy })
        } finally {
          await visitor.stop()
        }
      }
      return kinds.map((what) => {
        const [busy, idle] = [rounds.map((each) => p95(each.busy, what)), rounds.map((each) => p95(each.idle, what))]
        const figure = ratioOf(busy, idle)
        return {
          what,
          figure,
          unit: '×',
          ours: ms(busy),
          theirs: ms(idle),
          goal: { atMost: 2 },
          smoke: 'none',
        } as const
      })
    } catch (error) {
      process.stderr.write(`OUTPUT ${app.output()}\n`)
      throw error
    } finally {
      await app.stop()
    }
  },
}
