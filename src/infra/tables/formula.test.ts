import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeFormula, withoutEscape } from './formula'

test.each(['=1+1', '+86 138', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a', "'=1"])(
  '%j is kept from running',
  (text) => {
    expect(escapeFormula(text)).toBe(`'${text}`)
    expect(withoutEscape(escapeFormula(text))).toBe(text)
  },
)

test.each(['张三', "'tis", "O'Neill", '', 'a=b', '3-1'])('%j is left alone', (text) => {
  expect(escapeFormula(text)).toBe(text)
  expect(withoutEscape(text)).toBe(text)
})

test('whatever is escaped comes back', () => {
  const letters = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '＝', 'a', '1', ' ') })
  fc.assert(fc.property(letters, (text) => withoutEscape(escapeFormula(text)) === text))
})
