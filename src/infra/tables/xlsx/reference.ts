/** The column of a reference like `AB12`, from 0; undefined when there is none. */
export function columnOf(reference: string): number | undefined {
  let column = 0
  for (const letter of reference) {
    const code = letter.charCodeAt(0) - 64
    if (code < 1 || code > 26) break
    column = column * 26 + code
  }
  return column === 0 ? undefined : column - 1
}

/** The letters of a column, from 0. */
export const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
