import { call, expect, newSchool, test, unique } from '../fixtures/contract'

const people = '/api/v1/reflections'
const student = (extra: object = {}) => ({ usin: unique('S'), name: '张三', role: 1, graduates_in: 2027, ...extra })

test('every path answers with and without the slash, and never by a redirect', async ({ app, school }) => {
  for (const slash of ['', '/']) {
    const made = await call(app, school, 'POST', `${people}${slash}`, student())
    expect(made.status, made.text).toBe(201)
    const where = `${made.headers.get('location')}${slash}`
    expect((await call(app, school, 'GET', where)).status).toBe(200)
    expect((await call(app, school, 'PATCH', where, { name: '李四' })).status).toBe(200)
    expect((await call(app, school, 'GET', `/api/v1/reflection-fields${slash}`)).status).toBe(200)
    expect((await call(app, school, 'DELETE', where)).status).toBe(204)
    const { client_id, client_secret } = school.key
    const grant = { grant_type: 'client_credentials', client_id, client_secret }
    expect((await call(app, undefined, 'POST', `/api/v3/oauth/tokens${slash}`, grant)).status).toBe(200)
  }
})

test('a caller without valid credentials learns nothing', async ({ app, school }) => {
  const unauthorized = { name: 'Unauthorized', message: expect.any(String), code: 0, status: 401 }
  for (const authorization of [
    '',
    'Bearer',
    'Bearer nonsense',
    'Bearer a b',
    `Basic ${school.key.api_key}`,
    `Bearer ${school.key.api_key}x`,
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ]) {
    const answer = await call(app, undefined, 'GET', people, undefined, {
      headers: authorization ? { authorization } : {},
    })
    expect([answer.status, answer.json], authorization).toEqual([401, unauthorized])
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="api"')
  }
  const lower = await call(app, undefined, 'GET', people, undefined, {
    headers: { authorization: `bearer ${school.key.api_key}` },
  })
  expect(lower.status).toBe(200)
  await app.mingce('api-key', 'revoke', String(school.key.id))
  expect((await call(app, school, 'GET', people)).status).toBe(401)
})

test('what cannot be read is refused before anything is written', async ({ app, school }) => {
  const send = (body: BodyInit, type = 'application/json') =>
    call(app, school, 'POST', people, undefined, { body, headers: { 'content-type': type } })
  const expected: [Awaited<ReturnType<typeof send>>, number][] = [
    [await send('{"usin":'), 400],
    [await send('[]'), 400],
    [await send('null'), 400],
    [await send(''), 400],
    [await send(Buffer.from([0x7b, 0xff, 0x7d])), 400],
    [await send('{}', 'text/plain'), 415],
    [await send(JSON.stringify(student({ name: 'x'.repeat(1024 * 1024) }))), 413],
    [await send(JSON.stringify(student()), 'application/json; charset=utf-8'), 201],
  ]
  for (const [answer, status] of expected) {
    expect(answer.status, answer.text).toBe(status)
    if (status >= 400) expect(answer.json).toMatchObject({ code: 0, status })
  }
  expect((await call(app, school, 'GET', people)).headers.get('x-pagination-total-count')).toBe('1')
})

test('a wrong method says which are right, and what is not there is not found', async ({ app, school }) => {
  const put = await call(app, school, 'PUT', people, {})
  expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST'])
  expect(put.json).toMatchObject({ name: 'Method Not Allowed', code: 0, status: 405 })
  const options = await call(app, undefined, 'OPTIONS', people)
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, OPTIONS'])
  for (const where of [
    `${people}/0`,
    `${people}/abc`,
    `${people}/99999999999999999999`,
    '/api/v1/nothing',
    '/api/nothing',
  ]) {
    const answer = await call(app, school, 'GET', where)
    expect([answer.status, answer.json], where).toEqual([
      404,
      expect.objectContaining({ name: 'Not Found', code: 0, status: 404 }),
    ])
  }
  expect((await call(app, school, 'PATCH', '/api/v1/reflection-fields/nothing', { label: 'x' })).status).toBe(404)
})

test('every answer has its id and is kept nowhere', async ({ app, school }) => {
  const mine = await call(app, school, 'GET', people, undefined, { headers: { 'x-request-id': 'my-request-0001' } })
  expect(mine.headers.get('x-request-id')).toBe('my-request-0001')
  expect(mine.headers.get('cache-control')).toBe('no-store')
  expect(mine.headers.get('x-content-type-options')).toBe('nosniff')
  const other = await call(app, undefined, 'GET', people)
  expect(other.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  expect(other.headers.get('cache-control')).toBe('no-store')
})

test('the token call answers as OAuth 2 says', async ({ app, school }) => {
  const { client_id, client_secret } = school.key
  const ask = (json: object) => call(app, undefined, 'POST', '/api/v3/oauth/tokens', json)
  expect([(await ask({})).status, (await ask({})).json]).toEqual([
    400,
    { error: 'invalid_request', error_description: expect.any(String) },
  ])
  expect((await ask({ grant_type: 'password', client_id, client_secret })).json).toMatchObject({
    error: 'unsupported_grant_type',
  })
  const wrong = await ask({ grant_type: 'client_credentials', client_id, client_secret: 'wrong' })
  expect([wrong.status, wrong.json]).toEqual([401, { error: 'invalid_client', error_description: expect.any(String) }])
  expect(
    (await ask({ grant_type: 'client_credentials', client_id, client_secret, scope: 'people:fly' })).json,
  ).toMatchObject({ error: 'invalid_scope' })
  const narrow = await ask({ grant_type: 'client_credentials', client_id, client_secret, scope: 'fields:read' })
  expect(narrow.headers.get('cache-control')).toBe('no-store')
  const { access_token } = JSON.parse(narrow.text)
  const bearer = { headers: { authorization: `Bearer ${access_token}` } }
  expect((await call(app, undefined, 'GET', '/api/v1/reflection-fields', undefined, bearer)).status).toBe(200)
  expect((await call(app, undefined, 'GET', people, undefined, bearer)).status).toBe(403)
  const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64')
  const form = await call(app, undefined, 'POST', '/api/v1/oauth', undefined, {
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    headers: { authorization: `Basic ${basic}` },
  })
  expect(form.status, form.text).toBe(200)
  expect((await call(app, undefined, 'GET', '/api/v1/oauth')).status).toBe(405)
})

test('a school that is named must be the key’s', async ({ app, school }) => {
  const named = (id: string) => call(app, school, 'GET', people, undefined, { headers: { 'x-school-id': id } })
  expect((await named(String(school.id))).status).toBe(200)
  const stranger = await newSchool(app)
  expect([(await named(String(stranger.id))).status, (await named('')).status]).toEqual([403, 403])
})
