import { expect, test } from 'vitest'
import { requestTarget } from './target'

const target = (value: string) =>
  requestTarget(new Headers({ 'x-request-target': value }), 'http://site/otherwise').href

test('what was asked for is taken to the letter, and never another host', () => {
  expect(target('/api?__proto__=1&$page=2')).toBe('http://site/api?__proto__=1&$page=2')
  for (const strange of ['//elsewhere/x', '//', 'http://elsewhere/x', '*'])
    expect(new URL(target(strange)).host, strange).toBe('site')
  expect(requestTarget(new Headers(), 'http://site/otherwise').pathname).toBe('/otherwise')
})
