// `npm run bench [-- row …] [-- --small]`: measures, prints the table and keeps it in bench/results. See docs/performance.md.
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { openContext } from './context'
import { type Done, linesOf, tableText, writeResults } from './kit/report'
import { isReached, type Row } from './kit/row'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // The smoke of `npm test`: small data, wide margins, no results kept.
    small: { type: 'boolean', default: false },
    // Where to write the lines of the table as JSON.
    report: { type: 'string' },
  },
})
const say = (line: string) => process.stdout.write(`${line}\n`)

async function rowsAsked(): Promise<Row[]> {
  const folder = path.resolve('bench/rows')
  const ids = (await readdir(folder)).map((name) => path.basename(name, '.ts')).sort()
  const unknown = positionals.filter((id) => !ids.includes(id))
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(', ')}; there are ${ids.join(', ')}`)
  const asked = positionals.length > 0 ? positionals : ids
  const load = async (id: string): Promise<Row> => (await import(pathToFileURL(path.join(folder, `${id}.ts`)).href)).row
  return Promise.all(asked.map(load))
}

const rows = await rowsAsked()
const { context, plots, said, close } = await openContext({ small: values.small, say: (line) => say(`    ${line}`) })
// Whoever has had enough leaves no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().finally(() => process.exit(130)))

async function measure(row: Row): Promise<Done> {
  const began = performance.now()
  const outcome = await row.run(context).then(
    (measured) => ({ measured }),
    (error: unknown) => ({ measured: [], error }),
  )
  return { row, ...outcome, seconds: (performance.now() - began) / 1000 }
}

const missed = ({ error, measured }: Done) =>
  error !== undefined || measured.some((each) => isReached(each, values.small) === false)

const done: Done[] = []
try {
  for (const row of rows) {
    say(`· ${row.id}: ${row.what}, against ${row.limit}; goal: ${row.goal}`)
    let outcome = await measure(row)
    // A regression misses the second time as well; a machine that was busy for a moment does not.
    if (values.small && missed(outcome)) outcome = await measure(row)
    done.push(outcome)
    const { error, seconds } = outcome
    if (error) process.stderr.write(`${error instanceof Error ? error.stack : error}\n${said()}\n`)
    say(`  ${row.id}: ${seconds.toFixed(1)} s`)
  }
} finally {
  await close()
}

const lines = linesOf(done, values.small)
say(`\n${tableText(lines)}\n`)
if (!values.small)
  say(`kept in ${path.relative('.', await writeResults('bench/results', { at: new Date(), done, plots }))}`)
if (values.report) {
  const broken = done.flatMap(({ row, error }) => (error ? [{ row: row.id, error: String(error) }] : []))
  await writeFile(values.report, JSON.stringify({ lines, broken }))
}
// A figure that misses its goal is news and no failure, but for the smoke.
process.exit(done.some((each) => each.error || (values.small && missed(each))) ? 1 : 0)
