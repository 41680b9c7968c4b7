import { mkdir, writeFile } from 'node:fs/promises'
import { arch, cpus, platform, totalmem } from 'node:os'
import path from 'node:path'
import { drawPlot, type Plot } from './plot'
import { type Goal, isReached, type Measured, type Row } from './row'

export type Done = { row: Row; measured: readonly Measured[]; error?: unknown; seconds: number }

/** One line of the table. */
export type Line = Omit<Measured, 'smoke' | 'limit' | 'goal'> & {
  row: string
  limit: string
  goal: string
  reached: boolean | undefined
}

const number = (figure: number) =>
  figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(2)
const withUnit = (figure: number, unit: string) => `${number(figure)}${unit === '×' ? '' : ' '}${unit}`

function goalText(goal: Goal | undefined, unit: string): string {
  if (!goal) return ''
  return 'atLeast' in goal ? `≥ ${withUnit(goal.atLeast, unit)}` : `≤ ${withUnit(goal.atMost, unit)}`
}

export const linesOf = (done: readonly Done[], small: boolean): Line[] =>
  done.flatMap(({ row, measured }) =>
    measured.map((each) => ({
      row: row.id,
      what: each.what,
      limit: each.limit ?? row.limit,
      figure: each.figure,
      unit: each.unit,
      goal: goalText(each.goal, each.unit),
      reached: isReached(each, small),
      ...(each.ours !== undefined && { ours: each.ours }),
      ...(each.theirs !== undefined && { theirs: each.theirs }),
    })),
  )

const mark = (reached: boolean | undefined) => (reached === undefined ? '' : reached ? '✓' : '✗')

const cellsOf = (line: Line) => [
  line.row,
  line.what,
  line.limit,
  withUnit(line.figure, line.unit),
  line.goal,
  mark(line.reached),
  [line.ours, line.theirs].filter(Boolean).join(' : '),
]
const head = ['row', 'what', 'against', 'figure', 'goal', '', 'ours : limit']

/** For the terminal, in columns. */
export function tableText(lines: readonly Line[]): string {
  const rows = [head, ...lines.map(cellsOf)]
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Where the figures come from, without a name or a path of the machine. */
const machine = () => ({
  system: `${platform()} ${arch()}`,
  cores: cpus().length,
  processor: cpus()[0]?.model.trim() ?? '',
  memory_gb: Math.round(totalmem() / 1024 ** 3),
  node: process.versions.node,
})

/** Writes the results as JSON, as a page and as pictures; answers the page's path. */
export async function writeResults(
  folder: string,
  { at, done, plots }: { at: Date; done: readonly Done[]; plots: readonly Plot[] },
): Promise<string> {
  const name = at.toISOString().slice(0, 16).replace('T', '-').replace(':', '')
  const lines = linesOf(done, false)
  const file = (end: string) => path.join(folder, `${name}${end}`)
  await mkdir(folder, { recursive: true })
  for (const plot of plots) await writeFile(file(`-${plot.id}.svg`), drawPlot(plot))
  const about = machine()
  const content = { at: at.toISOString(), machine: about, lines, plots }
  await writeFile(file('.json'), `${JSON.stringify(content, null, 2)}\n`)
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const page = [
    `# Bench of ${at.toISOString().slice(0, 10)}`,
    '',
    `${about.system}, ${about.cores} × ${about.processor}, ${about.memory_gb} GB, Node.js ${about.node}. Figures are ratios within this run; what each means is in docs/performance.md.`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...lines.map((line) => row(cellsOf(line))),
    '',
    ...done.flatMap(({ row: { id }, error }) => (error ? [`Row ${id} broke: ${String(error)}`, ''] : [])),
    ...plots.flatMap(({ id, title }) => [`![${title}](${name}-${id}.svg)`, '']),
  ]
  await writeFile(file('.md'), page.join('\n'))
  return file('.md')
}
