import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { value } from '../../e2e/fixtures/database'
import type { Actor } from '../../src/domain/actor'
import { workThrough } from '../../src/domain/jobs/work'
import { createImport, runImport } from '../../src/domain/transfer/import/commands'
import { getImport } from '../../src/domain/transfer/import/queries'
import type { ImportCounts } from '../../src/domain/transfer/import/schema'
import { importWorkers } from '../../src/domain/transfer/import/workers'
import type { RootDb } from '../../src/infra/db'
import { namePool } from './names'

/** The rows of a file: `S0000001,王伟,m,10000000001,2027,3,2024-09-01`. */
export function csvRows(size: number, gender: { m: string; f: string }, phonesFrom: number): string[] {
  const pool = namePool(6_000)
  return Array.from({ length: size }, (_, n) => {
    const { name = '', gender: which = 'm' } = pool[(n * 31) % pool.length] ?? {}
    const phone = `100${String(phonesFrom + n).padStart(8, '0')}`
    return `S${String(n).padStart(7, '0')},${name},${gender[which]},${phone},${2027 + (n % 3)},3,2024-09-01\n`
  })
}

/** Writes a file of so many students as a school might have it. */
export async function writeCsv(folder: string, size: number, phonesFrom = 0): Promise<string> {
  const file = path.join(folder, `people-${size}-${phonesFrom}.csv`)
  const head = '学号,姓名,性别,手机,毕业年份,学制,入学日期\n'
  await writeFile(file, [head, ...csvRows(size, { m: '男', f: '女' }, phonesFrom)].join(''))
  return file
}

/** Imports a file from end to end as the loop of a web process does: read, judged, written, with history. */
export async function importFile(db: RootDb, actor: Actor, file: string): Promise<ImportCounts> {
  const input = { role: 1, fileName: 'people.csv' } as const
  const { id, job } = value(await createImport(db, actor, input, createReadStream(file)))
  await workThrough(db, importWorkers, job, { holder: randomUUID() })
  const running = value(await runImport(db, actor, { id }))
  await workThrough(db, importWorkers, running.job, { holder: randomUUID() })
  return value(await getImport(db, actor, { id })).counts
}
