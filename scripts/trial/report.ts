import { isPart, type Line, type Part, promises } from './promises'

const mark = ({ held }: Line): string => (held === undefined ? '–' : held ? '✓' : '✗')

/** The table as docs/reliability.md shows it. */
export const tableText = (lines: readonly Line[]): string =>
  [
    '| what | tried | came | held |',
    '|---|---|---|---|',
    ...lines.map((line) => `| ${line.what} | ${line.tried} | ${line.came} | ${mark(line)} |`),
  ].join('\n')

/** The rows of a part that could not be tried, and why. */
export const notTried = (part: Part, why: string): Line[] =>
  promises[part].map((what) => ({ what, tried: 'not tried here', came: why, held: undefined }))

/** The names of the rows of the table in a page. */
export const rowsOf = (page: string): string[] =>
  page.split('\n').flatMap((line) => {
    const what = /^\| ([a-z]+: [^|]+?) \|/.exec(line)?.[1]
    const part = what?.split(':')[0]?.replace(/^(kill|signal)$/, '$1s')
    return what !== undefined && part !== undefined && isPart(part) ? [what] : []
  })

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2
}
