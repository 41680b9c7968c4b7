import type pg from 'pg'
import { beginStream, type RootDb } from '@/infra/db'

/** A statement as the product sends it; `kept`: whether it is planned without its values; `streamed`: by a cursor. */
export type Statement = { text: string; values: readonly unknown[]; kept: boolean; streamed: boolean }

/** The statements that the work sends to the database. */
export async function asked(db: RootDb, work: (spied: RootDb) => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  await work({
    ...db,
    sql: (text, values = [], how) => {
      statements.push({ text, values, kept: how?.kept !== undefined, streamed: false })
      return db.sql(text, values, how)
    },
    stream: (text, values, batch) => {
      statements.push({ text, values, kept: false, streamed: true })
      return db.stream(text, values, batch)
    },
  })
  return statements
}

/** What the run of a statement came to. */
export type Look = {
  plan: string
  /** Large tables that were read from end to end. */
  scanned: string[]
  /** Sorts that went to the disk. */
  spilled: string[]
  /** How many sorts there were. */
  sorts: number
  /** Rows looked at in tables and indexes, those that were dropped among them. */
  rows: number
  /** Of them, those read from a table, and not from an index alone. */
  fetched: number
}

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Sort Space Type'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}

const large = ['person', 'guardianship', 'change', 'change_set', 'feed_entry']
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

function lookOf(root: Node): Look {
  const nodes = nodesOf(root).filter((node) => node['Actual Loops'] > 0)
  const tables = nodes.filter((node) => node['Relation Name'] !== undefined)
  const rowsOf = (node: Node) =>
    node['Actual Loops'] *
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0))
  const sum = (some: Node[]) => some.reduce((total, node) => total + rowsOf(node), 0)
  return {
    plan: JSON.stringify(
      root,
      ['Node Type', 'Relation Name', 'Index Name', 'Actual Rows', 'Actual Loops', 'Rows Removed by Filter', 'Plans'],
      1,
    ),
    scanned: tables.flatMap(({ 'Node Type': type, 'Relation Name': table = '' }) =>
      type === 'Seq Scan' && large.includes(table) ? [table] : [],
    ),
    spilled: nodes.flatMap((node) => (node['Sort Space Type'] === 'Disk' ? [node['Node Type']] : [])),
    sorts: nodes.filter((node) => node['Node Type'].endsWith('Sort')).length,
    rows: sum(tables),
    fetched: sum(tables.filter((node) => node['Node Type'] !== 'Index Only Scan')),
  }
}

/** Runs a statement as it would be, planned for its values and, where plans are kept, for any values. */
export async function lookAt(client: pg.Client, { text, values, kept, streamed }: Statement): Promise<Look[]> {
  const explain = async (statement: string, given: unknown[]) => {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement}`, given)
    return lookOf(rows[0]['QUERY PLAN'][0].Plan)
  }
  if (streamed) await client.query(beginStream)
  const looks = [await explain(text, [...values])]
  if (streamed) await client.query('ROLLBACK')
  if (!kept) return looks
  await client.query('SET plan_cache_mode = force_generic_plan')
  await client.query(`PREPARE kept AS ${text}`)
  const given = values.map((value) => client.escapeLiteral(literal(value)))
  looks.push(await explain(`EXECUTE kept${given.length > 0 ? `(${given.join(', ')})` : ''}`, []))
  await client.query('DEALLOCATE kept')
  await client.query('RESET plan_cache_mode')
  return looks
}

/** A value as PostgreSQL reads it. */
function literal(value: unknown): string {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return Array.isArray(value) ? `{${value.map((each) => JSON.stringify(each)).join(',')}}` : String(value)
}
