import { expect, test } from 'vitest'
import { sameSitePath } from './same-site-path'

test.each([
  ['/students?q=li', '/students?q=li'],
  [undefined, '/'],
  ['', '/'],
  ['https://elsewhere.example', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['/\t/elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
])('%s leads to %s', (next, expected) => {
  expect(sameSitePath(next)).toBe(expected)
})
