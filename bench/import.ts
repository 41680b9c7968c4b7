// `node --import tsx bench/import.ts [rows]`: an import end to end against a bare COPY of the same rows into a table with the
// same indexes, in one run on a database of its own; memory over idle, and how long others wait for an answer meanwhile.
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { operatorActor } from '../src/auth/operator'
import { workThrough } from '../src/domain/jobs/work'
import { createSchool } from '../src/domain/schools/commands'
import { createImport, runImport } from '../src/domain/transfer/import/commands'
import { getImport } from '../src/domain/transfer/import/queries'
import { importWorkers } from '../src/domain/transfer/import/workers'
import { withConnection } from '../src/infra/connection'
import { openDb, type RootDb } from '../src/infra/db'
import { acquireDatabase } from '../src/infra/embedded-postgres'
import { applyMigrations } from '../src/infra/migrate'

const size = Number(process.argv[2] ?? 100_000)
const [families, given] = [
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗',
  '伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉萍红建文辉力健俊帆雪倩晨宇轩浩然',
]
const letter = (from: string, at: number) => from[at % from.length] ?? ''
const nameOf = (n: number) =>
  letter(families, n * 7) + letter(given, n * 13) + (n % 5 ? letter(given, n * 31 + Math.floor(n / 47)) : '')
const line = (n: number, gender: string) =>
  `S${String(n).padStart(7, '0')},${nameOf(n)},${gender},138${String(n).padStart(8, '0')},${2026 + (n % 3)},3,2024-09-01\n`
const lines = (gender: string) => Array.from({ length: size }, (_, n) => line(n, gender))

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const bareCopy = (url: string, schoolId: number): Promise<number> =>
  withConnection(url, async ({ sql, copy }) => {
    await sql('CREATE TEMPORARY TABLE bare (LIKE person INCLUDING ALL)')
    await sql(
      `ALTER TABLE bare ALTER school_id SET DEFAULT ${schoolId}, ALTER role SET DEFAULT 1, ALTER sort_name SET DEFAULT '', ALTER search_text SET DEFAULT ''`,
    )
    const statement =
      'COPY bare (usin, name, gender, phone, graduates_in, duration, entered_at) FROM STDIN (FORMAT csv)'
    return timed(() => copy(statement, lines('m')))
  })

/** The 95th percentile of how long a small query takes, asked every few milliseconds until told to stop. */
function watch(db: RootDb): () => Promise<number> {
  const taken: number[] = []
  let going = true
  const asking = (async () => {
    while (going) {
      taken.push(await timed(() => db.sql('SELECT id FROM person ORDER BY id LIMIT 20')))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })()
  return async () => {
    going = false
    await asking
    return taken.sort((one, other) => one - other)[Math.floor(taken.length * 0.95)] ?? 0
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'mingce-bench-'))
await chmod(folder, 0o711)
const database = await acquireDatabase(folder)
try {
  await applyMigrations(database.url)
  const db = openDb(database.url, 4)
  const school = await createSchool(db, { name: 'bench' })
  const actor = school.ok ? await operatorActor(db, school.value.id, 'command-line') : undefined
  if (!actor) throw new Error('the school was not made')
  const file = path.join(folder, 'people.csv')
  await writeFile(file, ['学号,姓名,性别,手机,毕业年份,学制,入学日期\n', ...lines('男')].join(''))
  const bare = await bareCopy(database.url, actor.schoolId)
  const idling = watch(db)
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const idle = await idling()
  for (const round of ['all new', 'all unchanged']) {
    const before = process.memoryUsage().rss
    let most = 0
    const measuring = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before)
    }, 20)
    const watching = watch(db)
    let counts = {}
    const took = await timed(async () => {
      const made = await createImport(db, actor, { role: 1, fileName: 'people.csv' }, createReadStream(file))
      if (!made.ok) throw new Error('the file was refused')
      await workThrough(db, importWorkers, made.value.job, { holder: randomUUID() })
      const running = await runImport(db, actor, { id: made.value.id })
      if (!running.ok) throw new Error('the import could not be run')
      await workThrough(db, importWorkers, running.value.job, { holder: randomUUID() })
      const done = await getImport(db, actor, { id: made.value.id })
      if (done.ok) counts = done.value.counts
    })
    clearInterval(measuring)
    const busy = await watching()
    const megabytes = Math.round(most / 1024 / 1024)
    process.stdout.write(
      `${size} rows, ${round}: ${(took / 1000).toFixed(1)} s, ${(took / bare).toFixed(1)}× a bare COPY (${(bare / 1000).toFixed(1)} s); ` +
        `${megabytes} MB over idle; p95 of a query ${busy.toFixed(1)} ms (idle ${idle.toFixed(1)} ms); ${JSON.stringify(counts)}\n`,
    )
  }
  await db.end()
} finally {
  await database.release()
  await rm(folder, { recursive: true, force: true })
}
