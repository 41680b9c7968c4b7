import { expect, test } from 'vitest'
import { expectedOf, parseTags, tagOf, unlessKnown } from './etag'

test('a list of tags is read to the letter, or not at all', () => {
  const table: [string, '*' | string[] | undefined][] = [
    ['*', '*'],
    [' * ', '*'],
    ['"a"', ['"a"']],
    ['""', ['""']],
    ['W/"a"', ['W/"a"']],
    ['"a", W/"b" ,"c"', ['"a"', 'W/"b"', '"c"']],
    ['"a,b", "c"', ['"a,b"', '"c"']],
    [', "a",,', ['"a"']],
    ['a', undefined],
    ['"a', undefined],
    ['"a" "b"', undefined],
    ['w/"a"', undefined],
    ['"a", *', undefined],
    ['', undefined],
    [',', undefined],
  ]
  for (const [header, tags] of table) expect(parseTags(header), header).toEqual(tags)
})

const request = (headers: Record<string, string>) => new Request('http://localhost', { headers })

test('If-Match holds by strong comparison, and tells what is there instead', () => {
  const tag = tagOf('x')
  const holds = (header: string) => expectedOf(request({ 'If-Match': header }))?.holds('x')
  for (const header of ['*', tag, `"a", ${tag}`]) expect(holds(header), header).toBe(true)
  for (const header of [`W/${tag}`, '"a"', tagOf('y')]) expect(holds(header), header).toBe(false)
  expect(expectedOf(request({}))).toBeUndefined()
  expect(() => expectedOf(request({ 'If-Match': tag.slice(1) }))).toThrow('bad_header')
  const expected = expectedOf(request({ 'If-Match': '"a"' }))
  expected?.holds('x')
  expect(expected?.tell(new Response(null, { status: 412 })).headers.get('etag')).toBe(tag)
  expect(expected?.tell(new Response(null, { status: 404 })).headers.get('etag')).toBeNull()
})

test('If-None-Match holds by weak comparison; what cannot be read asks for nothing', () => {
  const tag = tagOf('x')
  const status = (header: string) =>
    unlessKnown(request({ 'If-None-Match': header }), 'x', Response.json('x', { headers: { Link: '<a>' } })).status
  for (const header of ['*', tag, `W/${tag}`, `"a", ${tag}`]) expect(status(header), header).toBe(304)
  for (const header of ['"a"', tagOf('y'), tag.slice(1), '']) expect(status(header), header).toBe(200)
  const known = unlessKnown(request({ 'If-None-Match': '*' }), 'x', Response.json('x', { headers: { Link: '<a>' } }))
  expect([known.body, known.headers.get('etag'), known.headers.get('link')]).toEqual([null, tag, '<a>'])
})
