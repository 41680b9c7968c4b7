import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openTable } from '@/infra/tables/open'
import { type Table, TableError, type TableLimits, type TableProblem, type TableRow } from '@/infra/tables/table'

export async function rowsOf(table: Table): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const batch of table.rows) rows.push(...batch)
  return rows
}

/** For a file of tests: reads what it writes into a folder of its own, removed at the end. */
export function tableFolder() {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-tables-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const write = async (bytes: Uint8Array | string) => {
    const file = path.join(folder, 'table')
    await writeFile(file, bytes)
    return file
  }
  const table = async (bytes: Uint8Array | string, sheet?: string): Promise<Table> => {
    const result = await openTable({ path: await write(bytes) }, sheet === undefined ? {} : { sheet })
    if (!result.ok) throw new TableError(result.problem)
    return result.table
  }
  return {
    write,
    table,
    /** The titles, then the cells of each row. */
    cells: async (bytes: Uint8Array | string): Promise<string[][]> => {
      const read = await table(bytes)
      return [read.header, ...(await rowsOf(read)).map((row) => row.cells)]
    },
    /** What opening or reading ends with; undefined when all could be read. */
    problem: async (
      bytes: Uint8Array | string,
      limits: Partial<TableLimits> = {},
    ): Promise<TableProblem | undefined> => {
      const result = await openTable({ path: await write(bytes) }, { limits })
      if (!result.ok) return result.problem
      const error = await rowsOf(result.table).catch((thrown: unknown) => thrown)
      return error instanceof TableError ? error.problem : undefined
    },
  }
}
