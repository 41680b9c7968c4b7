import { withConnection } from '../../src/infra/connection'
import { csvRows, importFile, writeCsv } from '../kit/importing'
import type { Measured, Row } from '../kit/row'
import { newSchool } from '../kit/school'
import { interleaved, median, ratioOf, timed } from '../kit/timing'
import { watchMemory, watchQueries } from '../kit/watch'

export const row: Row = {
  id: 'import',
  what: 'import of 100,000 rows, CSV, checks and history included',
  limit: 'bare COPY into the same table with the same indexes',
  goal: '≤ 10× its time',
  async run({ database, folder, pick }) {
    const size = pick(100_000, 1_000)
    const { db, url } = await database()
    const file = await writeCsv(folder, size)
    const rows = csvRows(size, { m: 'm', f: 'f' }, 0)
    const [memory, waits, idle]: [number[], number[], number[]] = [[], [], []]
    let again = 0
    const times = await interleaved(pick(2, 1), {
      bare: () => bareCopy(url, rows),
      async ours() {
        const { actor } = await newSchool(db)
        const resting = watchQueries(db)
        await new Promise((resolve) => setTimeout(resolve, pick(1_000, 200)))
        idle.push(await resting())
        const [queries, most] = [watchQueries(db), watchMemory()]
        const took = await timed(async () => {
          const { new: made } = await importFile(db, actor, file)
          if (made !== size) throw new Error(`${made} of ${size} rows were imported`)
        })
        memory.push(most())
        waits.push(await queries())
        again = await timed(() => importFile(db, actor, file))
        return took
      },
    })
    const inSeconds = (figure: number) => `${(figure / 1000).toFixed(2)} s`
    const bare = median(times.bare)
    const against = (what: string, figure: number, took: number): Measured => ({
      what,
      figure,
      unit: '×',
      ours: inSeconds(took),
      theirs: inSeconds(bare),
    })
    return [
      // Of few rows the fixed cost of two jobs is most of the time.
      {
        ...against('all rows new', ratioOf(times.ours, times.bare), median(times.ours)),
        goal: { atMost: 10 },
        smoke: { atMost: 40 },
      },
      against('all rows unchanged', again / bare, again),
      { what: 'memory at most, over idle', limit: 'this process before', figure: median(memory), unit: 'MB' },
      { what: 'p95 of a query meanwhile', limit: 'the same when idle', figure: ratioOf(waits, idle), unit: '×' },
    ]
  },
}

const bareCopy = (url: string, rows: readonly string[]): Promise<number> =>
  withConnection(url, async ({ sql, copy }) => {
    await sql('DROP TABLE IF EXISTS bare')
    await sql('CREATE TABLE bare (LIKE person INCLUDING ALL)')
    await sql(
      `ALTER TABLE bare ALTER school_id SET DEFAULT 1, ALTER role SET DEFAULT 1, ALTER sort_name SET DEFAULT '', ALTER search_text SET DEFAULT ''`,
    )
    return timed(() =>
      copy('COPY bare (usin, name, gender, phone, graduates_in, duration, entered_at) FROM STDIN (FORMAT csv)', rows),
    )
  })
