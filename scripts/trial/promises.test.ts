import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { promises } from './promises'
import { rowsOf, tableText } from './report'

test('docs/reliability.md: its table has the rows of the trial, in their order', () => {
  expect(rowsOf(readFileSync('docs/reliability.md', 'utf8'))).toEqual(Object.values(promises).flat())
})

test('the table of the trial is read back row by row', () => {
  const lines = Object.values(promises).flatMap((part) =>
    part.map((what) => ({ what, tried: 'once', came: 'well', held: true })),
  )
  expect(rowsOf(tableText(lines))).toEqual(Object.values(promises).flat())
})
