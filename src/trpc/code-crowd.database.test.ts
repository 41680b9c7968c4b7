import { beforeAll, expect, test } from 'vitest'
import { newSchool, unique } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from './handler'

let cookie: string
beforeAll(async () => {
  cookie = await cookieOf((await newSchool()).id, 'teacher')
})

const own = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
const ask = (path: string, init: RequestInit) =>
  handled(new Request(`http://site/api/trpc/${path}`, init), async (request) => handleTrpc(request))

test('600 calls for a code at once: none is a fault, and a teacher finds a connection', {
  timeout: 60_000,
}, async () => {
  const address = unique('crowd')
  const crowd = Array.from({ length: 600 }, (_, n) =>
    ask('entry.code', {
      method: 'POST',
      headers: { ...own, 'x-client-address': address },
      body: JSON.stringify({ json: { phone: `137${String(n).padStart(8, '0')}`, username: '张三' } }),
    }),
  )
  const lists = Array.from({ length: 10 }, () =>
    ask('people.list?input=%7B%22json%22%3A%7B%7D%7D', { headers: { ...own, cookie } }),
  )
  expect((await Promise.all(lists)).map(({ status }) => status)).toEqual(lists.map(() => 200))
  const answers = await Promise.all(crowd)
  for (const { status, headers } of answers) {
    expect([200, 412, 429, 503]).toContain(status)
    if (status === 503) expect(headers.get('retry-after')).toMatch(/^\d+$/)
  }
})
