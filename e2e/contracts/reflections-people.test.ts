import { call, expect, newKey, newSchool, test, unique } from '../fixtures/contract'

const people = '/api/v1/reflections'
const student = (extra: object = {}) => ({ usin: unique('S'), name: '张三', role: 1, graduates_in: 2027, ...extra })

test('every key is present in an answer, extension fields of the role among them', async ({ app, school }) => {
  const field = { name: 'class_name', label: '班级', role: 1 }
  expect((await call(app, school, 'POST', '/api/v1/reflection-fields', field)).status).toBe(201)
  const made = await call(app, school, 'POST', people, student())
  expect(made.json).toEqual({
    id: expect.any(Number),
    usin: expect.any(String),
    name: '张三',
    gender: 'u',
    avatar_url: '',
    role: 1,
    email: '',
    phone: '',
    graduates_in: 2027,
    outer_id: '',
    duration: null,
    entered_at: '',
    idcard: '',
    status: 1,
    student_id: null,
    guardian_role: null,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    updated_at: expect.any(String),
    class_name: '',
  })
  const teacher = await call(app, school, 'POST', people, { usin: unique('T'), name: '李老师', role: 2 })
  expect(teacher.json).not.toHaveProperty('class_name')
})

test('names that mean something to JavaScript are refused by name, as field and as key', async ({ app, school }) => {
  const raw = `{"usin":"${unique('S')}","name":"x","role":1,"graduates_in":2027,"__proto__":"a","constructor":"b"}`
  const refused = await call(app, school, 'POST', people, undefined, {
    body: raw,
    headers: { 'content-type': 'application/json' },
  })
  expect([refused.status, refused.json]).toEqual([
    422,
    [
      { field: '__proto__', message: '__proto__不是已知的字段。' },
      { field: 'constructor', message: 'constructor不是已知的字段。' },
    ],
  ])
  for (const name of ['then', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'prototype', 'usin', 'q']) {
    expect(
      (await call(app, school, 'POST', '/api/v1/reflection-fields', { name, label: 'x', role: 1 })).status,
      name,
    ).toBe(422)
  }
})

test('the vendor’s words say what is wrong', async ({ app, school }) => {
  const bad = await call(app, school, 'POST', people, {
    usin: '',
    name: 'x'.repeat(65),
    role: 1,
    graduates_in: 'soon',
    gender: 'x',
  })
  expect([bad.status, bad.json]).toEqual([
    422,
    expect.arrayContaining([
      { field: 'usin', message: 'usin不能为空。' },
      { field: 'graduates_in', message: 'graduates_in必须是整数。' },
      { field: 'gender', message: 'gender是无效的。' },
    ]),
  ])
})

test('the list filters by what the contract names, by fields, and refuses the rest by name', async ({
  app,
  school,
}) => {
  await call(app, school, 'POST', '/api/v1/reflection-fields', {
    name: 'boarding',
    label: '住宿',
    role: 1,
    type: 2,
    options: ['走读', '住校'],
  })
  const outer = unique('o')
  await call(app, school, 'POST', people, student({ name: '张三丰', boarding: '住校', outer_id: outer, status: 2 }))
  await call(app, school, 'POST', people, student({ name: '李四', boarding: '走读' }))
  const before = new Date().toISOString()
  await call(app, school, 'POST', people, { usin: unique('T'), name: '王老师', role: 2 })
  const names = async (query: string) => {
    const { status, text } = await call(app, school, 'GET', `${people}?${query}`)
    const rows: unknown = JSON.parse(text)
    return Array.isArray(rows) ? rows.map((row) => row.name) : status
  }
  const expected: [string, string[] | number][] = [
    ['', ['张三丰', '李四', '王老师']],
    ['role=1,2', ['张三丰', '李四', '王老师']],
    ['role=2', ['王老师']],
    ['status=2', ['张三丰']],
    [`outer_id=${outer}`, ['张三丰']],
    ['q=zsf', ['张三丰']],
    ['q=%E5%BC%A0%E4%B8%89', ['张三丰']],
    ['graduates_in=2027', ['张三丰', '李四']],
    [`updated_since=${before}`, ['王老师']],
    [`boarding=${encodeURIComponent('走读')}`, ['李四']],
    ['%24per-page=1&%24page=2', ['李四']],
    ['role=3', 400],
    ['role=', 400],
    ['status=x', 400],
    ['updated_since=yesterday', 400],
    ['Boarding=x', 400],
    ['role=1&role=2', 400],
    ['$page=0', 400],
    ['$per-page=1.5', 400],
    ['page=1', 400],
    ['__proto__=1', 400],
  ]
  for (const [query, result] of expected) expect(await names(query), query).toEqual(result)
  expect((await call(app, school, 'GET', `${people}?nonsense=1`)).text).toContain('nonsense')
})

test('paging headers lead from page to page', async ({ app, school }) => {
  for (let n = 0; n < 5; n++) await call(app, school, 'POST', people, student())
  const page = await call(app, school, 'GET', `${people}?role=1&$per-page=2&$page=2`)
  const links = Object.fromEntries(
    [...(page.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel=(\w+)/g)].map(([, url, rel]) => [rel, url]),
  )
  expect(Object.keys(links)).toEqual(['self', 'first', 'last', 'prev', 'next'])
  const next = await fetch(links.next ?? '', { headers: { authorization: `Bearer ${school.key.api_key}` } })
  expect([next.status, (await next.json()).length, next.headers.get('x-pagination-current-page')]).toEqual([
    200,
    1,
    '3',
  ])
  const past = await call(app, school, 'GET', `${people}?$page=9`)
  expect([past.status, past.json, past.headers.get('x-pagination-page-count')]).toEqual([200, [], '1'])
})

test('a key without pii:read sees masked numbers, may not ask by them, and can send back what it read', async ({
  app,
  school,
}) => {
  const made = await call(app, school, 'POST', people, student({ idcard: '990105194912310023', phone: '10033916349' }))
  const where = made.headers.get('location') ?? ''
  const scoped = await newKey(app, school.id, { scopes: ['people:read', 'people:write'] })
  const blind = { ...school, key: scoped }
  const seen = await call(app, blind, 'GET', where)
  expect(seen.json).toMatchObject({ idcard: '9901**********0023', phone: '100****6349' })
  expect((await call(app, blind, 'GET', `${people}?phone=10033916349`)).status).toBe(400)
  expect((await call(app, blind, 'PATCH', where, seen.json)).status).toBe(200)
  expect((await call(app, school, 'GET', where)).json).toMatchObject({
    idcard: '990105194912310023',
    phone: '10033916349',
  })
  expect((await call(app, blind, 'GET', '/api/v1/reflection-fields')).status).toBe(403)
})

test('deleting a student takes along the guardian who has no other child', async ({ app, school }) => {
  const child = await call(app, school, 'POST', people, student())
  const id = Number(child.headers.get('location')?.split('/').at(-1))
  const guardian = await call(app, school, 'POST', people, {
    usin: unique('G'),
    name: '张父',
    role: 8,
    student_id: id,
    guardian_role: 1,
  })
  expect(guardian.json).toMatchObject({ student_id: id, guardian_role: 1 })
  expect((await call(app, school, 'DELETE', `${people}/${id}`)).status).toBe(204)
  expect((await call(app, school, 'GET', guardian.headers.get('location') ?? '')).status).toBe(404)
})

test('a large page streams whole', async ({ app }) => {
  const big = await newSchool(app)
  await Promise.all(
    Array.from({ length: 30 }, async (_, lane) => {
      for (let n = 0; n < 40; n++)
        expect((await call(app, big, 'POST', people, student({ usin: `L${lane}-${n}` }))).status).toBe(201)
    }),
  )
  const all = await call(app, big, 'GET', `${people}?$per-page=100000`)
  expect([all.status, all.headers.get('x-pagination-total-count'), JSON.parse(all.text).length]).toEqual([
    200,
    '1200',
    1200,
  ])

  // Squeezed for whoever says they can read that, and as it is for whoever cannot; HEAD tells of a page without it.
  const ask = (method: string, encoding: string) =>
    fetch(`${app.url}${people}?role=1`, {
      method,
      headers: { authorization: `Bearer ${big.key.api_key}`, 'accept-encoding': encoding },
    })
  const [squeezed, plain, head] = [
    await ask('GET', 'gzip'),
    await ask('GET', 'identity'),
    await ask('HEAD', 'identity'),
  ]
  expect([squeezed.headers.get('content-encoding'), squeezed.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
  const text = await plain.text()
  expect(await squeezed.text()).toBe(text)
  expect(plain.headers.get('content-encoding')).toBe(null)
  expect([head.status, head.headers.get('x-pagination-total-count'), await head.text()]).toEqual([200, '1200', ''])
})
