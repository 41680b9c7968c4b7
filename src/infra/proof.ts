import type { How, RootDb, Sql } from './db'
import { Values } from './values'

/** SQL for something that must hold for answers to count; the values it needs are added to those given. */
export type Proof = (values: Values) => string

/** An answer came that does not count: what was to be proven does not hold. */
export class Disproved extends Error {}

/** PostgreSQL refuses such a statement within another, so that one that looked otherwise would fail, not write. */
const writes = /\b(INSERT|UPDATE|DELETE)\b/

/**
 * A database whose answers come with a proof, asked for in the statement itself: one round trip for both. Once proven,
 * statements go as they are. What writes waits for the proof.
 * @returns that database, and `check`, which asks for the proof where no answer has brought it. Both throw `Disproved`.
 */
export function withProof(db: RootDb, proof: Proof): { db: RootDb; check(): Promise<void> } {
  let proven = false
  const accept = (holds: boolean | undefined) => {
    if (holds === false) throw new Disproved()
    if (holds) proven = true
  }
  const check = async () => {
    if (proven) return
    const values = new Values()
    const [row] = await db.sql<{ holds: boolean }>(`SELECT ${proof(values)} AS holds`, values.list, { kept: 'read' })
    accept(row?.holds ?? false)
  }
  const sql: Sql = async <Row>(text: string, given: readonly unknown[] = [], how?: How) => {
    // A write is not to be taken back: it comes after the proof.
    if (writes.test(text)) await check()
    if (proven) return db.sql<Row>(text, given, how)
    const values = new Values(given)
    const rows = await db.sql<Row & { holds: boolean }>(
      `SELECT q.*, ${proof(values)} AS holds FROM (${text}) q`,
      values.list,
      how,
    )
    // No row brings no proof; it is left to the next statement, or to `check`.
    accept(rows[0]?.holds)
    return rows
  }
  const checked: RootDb = {
    ...db,
    sql,
    /** What goes another way begins with the usual look at who is calling. */
    get prisma() {
      if (!proven) throw new Disproved()
      return db.prisma
    },
    async *stream<Row>(text: string, values: readonly unknown[], batch: number) {
      await check()
      yield* db.stream<Row>(text, values, batch)
    },
  }
  return { db: checked, check }
}
