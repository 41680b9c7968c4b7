import { randomUUID } from 'node:crypto'
import { call, expect, test, unique } from '../fixtures/contract'

const people = '/api/v1/reflections'
const headers = (more: Record<string, string>) => ({ headers: more })

test('a POST is repeated, a change guarded and an answer spared over HTTP too', async ({ app, school }) => {
  const body = { usin: unique('S'), name: '张三', role: 1, graduates_in: 2027 }
  const key = headers({ 'idempotency-key': `"${randomUUID()}"` })
  const first = await call(app, school, 'POST', people, body, key)
  const second = await call(app, school, 'POST', `${people}/`, body, key)
  expect([first.status, second.status, second.text]).toEqual([201, 201, first.text])
  expect([first, second].map((each) => each.headers.get('idempotency-replayed'))).toEqual([null, 'true'])

  const where = second.headers.get('location') ?? ''
  const tag = second.headers.get('etag') ?? ''
  const known = await call(app, school, 'GET', where, undefined, headers({ 'if-none-match': tag }))
  expect([known.status, known.text, known.headers.get('etag')]).toEqual([304, '', tag])

  const change = (name: string) => call(app, school, 'PATCH', where, { name }, headers({ 'if-match': tag }))
  const both = await Promise.all([change('李四'), change('王五')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  const [won, lost] = both[0]?.status === 200 ? both : both.toReversed()
  expect(lost?.headers.get('etag')).toBe(won?.headers.get('etag'))
  const removed = await call(app, school, 'DELETE', where, undefined, headers({ 'if-match': tag }))
  expect([removed.status, removed.headers.get('etag')]).toEqual([412, won?.headers.get('etag')])
})
