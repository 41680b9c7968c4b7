import { expect, test } from 'vitest'
import { parseObject, readBody } from './body'

const read = (body: string) =>
  readBody(new Request('http://site/', { method: 'POST', headers: { 'content-type': 'application/json' }, body }), 1000)

test('whole numbers that JavaScript would round are kept to the digit, as text', async () => {
  const body = `{"id":1234567890123456789,"low":-9223372036854775808,"list":[18446744073709551615, 7],
    "safe":9007199254740991,"float":1.5,"exponent":1e300,"text":"a: 1234567890123456789 \\" , 1234567890123456789"}`
  expect(await read(body)).toEqual({
    ok: true,
    body: {
      id: '1234567890123456789',
      low: '-9223372036854775808',
      list: ['18446744073709551615', 7],
      safe: 9007199254740991,
      float: 1.5,
      exponent: 1e300,
      text: 'a: 1234567890123456789 " , 1234567890123456789',
    },
  })
})

test('what is no JSON is none by a long number in it', async () => {
  for (const body of ['{"a":01234567890123456789}', '{"a":1,12345678901234567890:1}', '{"a":"b,12345678901234567890}'])
    expect(await read(body), body).toMatchObject({ ok: false, problem: { kind: 'malformed' } })
})

test('half a letter is no text, neither as a value nor in a key, however deep', async () => {
  for (const body of ['{"a":"\\ud83d"}', '{"a":[{"b":"x\\uDE00y"}]}', '{"\\ud800":1}', '{"a":"\\ude00\\ud83d"}'])
    expect(await read(body), body).toMatchObject({ ok: false, problem: { kind: 'malformed' } })
  expect(await read('{"a":"\\ud83d\\ude00","b":"\\\\ud83d"}')).toEqual({ ok: true, body: { a: '😀', b: '\\ud83d' } })
})

test('a long body with both is read in a moment', () => {
  const unbounded = { depth: Number.POSITIVE_INFINITY, keys: Number.POSITIVE_INFINITY }
  const text = JSON.stringify({ a: Array.from({ length: 200_000 }, (_, at) => (at % 2 ? 'x'.repeat(9) : 1e15)) })
  expect(parseObject(text.replace('1000000000000000', '1234567890123456789'), unbounded)).toMatchObject({ ok: true })
  expect(parseObject(`{"a":${'['.repeat(300_000)}"\\ud83d\\ude00"${']'.repeat(300_000)}}`, unbounded)).toMatchObject({
    ok: true,
  })
})
