import { value } from '../../e2e/fixtures/database'
import { notFound } from '../../src/domain/errors'
import { movedTogether } from '../../src/domain/people/count'
import { undo } from '../../src/domain/undo/commands'
import { type Db, type RootDb, transaction } from '../../src/infra/db'
import { importFile, writeCsv } from '../kit/importing'
import type { Measured, Row } from '../kit/row'
import { newSchool, type School } from '../kit/school'
import { interleaved, median, ratioOf, timed } from '../kit/timing'

export const row: Row = {
  id: 'undo',
  what: 'undo of an import of 100,000 rows, with history',
  limit: 'the UPDATE alone',
  goal: '≤ 3× its time',
  async run({ database, folder, pick }) {
    const size = pick(100_000, 1_000)
    const { db } = await database()
    const [made, moved] = [await writeCsv(folder, size), await writeCsv(folder, size, size)]
    const school = await newSchool(db)
    await importFile(db, school.actor, made)
    // The second file has the same people with other phones.
    const phones = `phone = '100' || right('0000000' || id, 8), version = version + 1`
    const changed = await interleaved(pick(2, 1), {
      copy: () => updateOfCopy(db, school, phones),
      table: () =>
        updateAlone(db, school, (tx) => tx.sql(`UPDATE person SET ${phones} WHERE ${ofSchool}`, [school.id])),
      async ours() {
        await importFile(db, school.actor, moved)
        return timed(() => undoLast(db, school))
      },
    })
    await undoLast(db, school, 'first')
    const created: Record<'ours' | 'copy' | 'table', number[]> = { ours: [], copy: [], table: [] }
    for (let round = 0; round < pick(3, 1); round++) {
      await importFile(db, school.actor, made)
      created.copy.push(await updateOfCopy(db, school, 'deleted_at = now(), version = version + 1'))
      created.table.push(await updateAlone(db, school, (tx) => deleteEverybody(tx, school)))
      created.ours.push(await timed(() => undoLast(db, school)))
    }
    const lines = (what: string, { ours, copy, table }: typeof created): Measured[] =>
      (
        [
          ['the table', table],
          ['a packed copy', copy],
        ] as const
      ).map(([where, theirs]) => ({
        what: `${what}, against the UPDATE of ${where}`,
        figure: ratioOf(ours, theirs),
        unit: '×',
        goal: { atMost: 3 },
        smoke: { atMost: 40 },
        ours: `${(median(ours) / 1000).toFixed(2)} s`,
        theirs: `${(median(theirs) / 1000).toFixed(2)} s`,
      }))
    return [...lines('undo where all rows were new', created), ...lines('undo where all rows changed people', changed)]
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

const ofSchool = 'school_id = $1 AND deleted_at IS NULL'

/** How long an UPDATE takes on the table of people, with its triggers, as the undo makes it; it is taken back. */
async function updateAlone(db: RootDb, { id }: School, update: (tx: Db) => Promise<unknown>): Promise<number> {
  let took = 0
  await transaction(
    db,
    async (tx) => {
      took = await timed(() => update(tx))
      return notFound
    },
    120_000,
  )
  await db.sql('VACUUM person')
  const [left] = await db.sql<{ n: number }>(`SELECT count(*)::int AS n FROM person WHERE ${ofSchool}`, [id])
  if (!left?.n) throw new Error('it was not taken back')
  return took
}

const deleteEverybody = (tx: Db, { id }: School) =>
  movedTogether(
    tx,
    'delete',
    `UPDATE person p SET deleted_at = now(), deleted_in = 0, version = version + 1 WHERE ${ofSchool}`,
    [id],
  )

/** How long the statement takes on a copy of the school's people. */
async function updateOfCopy(db: RootDb, { id }: School, set: string): Promise<number> {
  await db.sql('DROP TABLE IF EXISTS bare')
  await db.sql('CREATE TABLE bare (LIKE person INCLUDING ALL)')
  await db.sql('INSERT INTO bare SELECT * FROM person WHERE school_id = $1 AND deleted_at IS NULL', [id])
  await db.sql('VACUUM (ANALYZE) bare')
  return timed(() => db.sql(`UPDATE bare SET ${set} WHERE school_id = $1`, [id]))
}
