import { value } from '../../e2e/fixtures/database'
import { undo } from '../../src/domain/undo/commands'
import type { RootDb } from '../../src/infra/db'
import { importFile, writeCsv } from '../kit/importing'
import type { Measured, Row } from '../kit/row'
import { newSchool, type School } from '../kit/school'
import { interleaved, median, ratioOf, timed } from '../kit/timing'

export const row: Row = {
  id: 'undo',
  what: 'undo of an import of 100,000 rows, with history',
  limit: 'the UPDATE alone, on the same rows with the same indexes',
  goal: '≤ 3× its time',
  async run({ database, folder, pick }) {
    const size = pick(100_000, 1_000)
    const { db } = await database()
    const [made, moved] = [await writeCsv(folder, size), await writeCsv(folder, size, size)]
    const school = await newSchool(db)
    const again = async (file: string) => {
      await importFile(db, school.actor, file)
      return timed(() => undoLast(db, school))
    }
    await importFile(db, school.actor, made)
    // The second file has the same people with other phones.
    const changed = await interleaved(pick(2, 1), {
      bare: () => bareUpdate(db, school, `phone = '100' || right('0000000' || id, 8), version = version + 1`),
      ours: () => again(moved),
    })
    await undoLast(db, school, 'first')
    const created = await interleaved(pick(2, 1), {
      async bare() {
        await importFile(db, school.actor, made)
        const took = await bareUpdate(db, school, `deleted_at = now(), version = version + 1`)
        await undoLast(db, school)
        return took
      },
      ours: () => again(made),
    })
    const line = (what: string, { ours, bare }: { ours: number[]; bare: number[] }): Measured => ({
      what,
      figure: ratioOf(ours, bare),
      unit: '×',
      goal: { atMost: 3 },
      smoke: { atMost: 40 },
      ours: `${(median(ours) / 1000).toFixed(2)} s`,
      theirs: `${(median(bare) / 1000).toFixed(2)} s`,
    })
    return [line('undo where all rows were new', created), line('undo where all rows changed people', changed)]
  },
}

/** Undoes the school's newest change set, or its first import. */
async function undoLast(db: RootDb, { actor }: School, which: 'last' | 'first' = 'last'): Promise<void> {
  const [set] = await db.sql<{ id: string }>(
    `SELECT cs.id::text FROM change_set cs WHERE school_id = $1 AND kind = 'import' ORDER BY cs.id ${which === 'last' ? 'DESC' : ''} LIMIT 1`,
    [actor.schoolId],
  )
  const { people } = value(await undo(db, actor, { change_set: set?.id ?? '', including: [] }))
  if (people.delete + people.change === 0) throw new Error('nothing was undone')
}

/** How long the statement takes on a copy of the school's people. */
async function bareUpdate(db: RootDb, { id }: School, set: string): Promise<number> {
  await db.sql('DROP TABLE IF EXISTS bare')
  await db.sql('CREATE TABLE bare (LIKE person INCLUDING ALL)')
  await db.sql('INSERT INTO bare SELECT * FROM person WHERE school_id = $1 AND deleted_at IS NULL', [id])
  await db.sql('VACUUM (ANALYZE) bare')
  return timed(() => db.sql(`UPDATE bare SET ${set} WHERE school_id = $1`, [id]))
}
