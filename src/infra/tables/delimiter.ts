/** What can part the cells of a line; the first wins a tie. */
const delimiters = ['\t', ',', ';', '，'] as const

/** The line by which Excel is told the delimiter, as the first of a file. */
const told = /^sep=(.)(\r\n|\n|\r)/

/** The delimiter of a text by its beginning, and how many characters before the table say so. */
export function delimiterOf(start: string): { delimiter: string; skip: number } {
  const line = told.exec(start)
  if (line?.[1]) return { delimiter: line[1], skip: line[0].length }
  const unquoted = start.replace(/"(?:[^"]|"")*"?/g, '').split(/\r\n|\n|\r/, 20)
  // A title may stand above the header in a line of its own.
  const header = unquoted.find((each) => delimiters.some((delimiter) => each.includes(delimiter))) ?? ''
  const count = (delimiter: string) => header.split(delimiter).length - 1
  const best = delimiters.reduce((one, other) => (count(other) > count(one) ? other : one))
  return { delimiter: count(best) > 0 ? best : ',', skip: 0 }
}
