import { beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '@/domain/api-keys/commands'
import { housekeeping } from '@/domain/housekeeping'
import { newSchool, testDb, unique, value } from '@/testing/factories'
import { post, postAndDie } from '@/testing/posts'
import { POST as postField } from './fields'
import { POST as postPerson } from './people'

let school: Awaited<ReturnType<typeof newSchool>>
let authorization: string
const newKey = async () => `Bearer ${value(await createApiKey(testDb, school.operator, { name: 'x' })).api_key}`
beforeAll(async () => {
  school = await newSchool()
  authorization = await newKey()
})

const people = '/api/v1/reflections'
const student = (extra: object = {}) => ({ usin: unique('S'), name: '张三', role: 1, graduates_in: 2027, ...extra })
const create = (key: string | undefined, body: unknown, headers: Record<string, string> = {}) =>
  post(postPerson, {
    path: people,
    body,
    headers: { authorization, ...(key === undefined ? {} : { 'idempotency-key': key }), ...headers },
  })

const countOf = async (usin: string) => {
  const [row] = await testDb.sql<{ people: number; changes: number }>(
    `SELECT count(DISTINCT p.id)::int AS people, count(c.id)::int AS changes FROM person p
     LEFT JOIN change c ON c.noun = 'person' AND c.noun_id = p.id WHERE p.school_id = $1 AND p.usin = $2`,
    [school.id, usin],
  )
  return row
}

test('the same call is answered the same again, and says so', async () => {
  const [key, body] = [unique('k'), student()]
  const first = await create(key, body)
  expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
  for (const again of [key, `"${key}"`, ` ${key} `]) {
    const second = await create(again, body)
    expect([second.status, second.body], again).toEqual([201, first.body])
    for (const header of ['location', 'content-type', 'etag', 'cache-control'])
      expect(second.headers.get(header), header).toBe(first.headers.get(header))
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  }
  expect((await create(key, JSON.stringify(body, null, 2))).body, 'white space is no other body').toBe(first.body)
  expect(
    (await post(postPerson, { path: `${people}/`, body, headers: { authorization, 'idempotency-key': key } })).body,
    'the slash is no other path',
  ).toBe(first.body)
  expect(await countOf(body.usin)).toEqual({ people: 1, changes: 1 })
})

test('without a key, and by another key or another’s, nothing is remembered', async () => {
  const [key, body] = [unique('k'), student()]
  expect((await create(key, body)).status).toBe(201)
  const others = [
    await create(undefined, body),
    await create(unique('k'), body),
    await create(key, body, { authorization: await newKey() }),
  ]
  for (const { status, body: text, headers } of others) {
    expect([status, headers.get('idempotency-replayed')]).toEqual([422, null])
    expect(text).toContain('已经被占用了')
  }
})

test('a key stands for one call: another body, or path, is refused', async () => {
  const [key, body] = [unique('k'), student()]
  expect((await create(key, body)).status).toBe(201)
  const wrong = [{ field: 'Idempotency-Key', message: 'Idempotency-Key已经用于另一个请求。' }]
  const other = await create(key, student())
  expect([other.status, other.json, other.headers.get('idempotency-replayed')]).toEqual([422, wrong, null])
  const headers = { authorization, 'idempotency-key': key }
  const field = await post(postField, { path: '/api/v1/reflection-fields', body, headers })
  expect([field.status, field.json]).toEqual([422, wrong])
})

test('a key that is none is refused, and nothing is written', async () => {
  const body = student()
  for (const key of ['', 'a b', '"a', 'x'.repeat(256)]) {
    const bad = await create(key, body)
    expect([bad.status, bad.json], key).toEqual([
      400,
      { name: 'Bad Request', message: '请求头Idempotency-Key是无效的。', code: 0, status: 400 },
    ])
  }
  expect(await countOf(body.usin)).toMatchObject({ people: 0 })
  expect((await create('x'.repeat(255), body)).status).toBe(201)
})

test('what was refused for good is refused again; what was not is tried again', async () => {
  const [key, twin] = [unique('k'), student()]
  expect((await create(undefined, twin)).status).toBe(201)
  const refused = await create(key, twin)
  expect(refused.status).toBe(422)
  await testDb.sql('UPDATE person SET deleted_at = now() WHERE school_id = $1 AND usin = $2', [school.id, twin.usin])
  const again = await create(key, twin)
  expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([422, refused.body, 'true'])

  const [other, body] = [unique('k'), student()]
  for (const bad of ['{', '[]', '']) expect((await create(other, bad)).status, bad).toBe(400)
  expect((await create(other, body, { authorization: 'Bearer x' })).status).toBe(401)
  expect((await create(other, body, { 'content-type': 'text/plain' })).status).toBe(415)
  expect((await create(other, body)).status, 'the key is still free').toBe(201)
})

test('a body nested past all bounds is a bad body', async () => {
  const deep = `{"usin":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
  expect((await create(unique('k'), deep)).status).toBe(400)
})

test('a field is made once too', async () => {
  const body = { name: unique('f'), label: '班级', role: 1 }
  const headers = { authorization, 'idempotency-key': unique('k') }
  const send = () => post(postField, { path: '/api/v1/reflection-fields', body, headers })
  const [first, second] = [await send(), await send()]
  expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
  expect(second.headers.get('location')).toBe(`/api/v1/reflection-fields/${body.name}`)
})

test('fifty at once make one person, and all that are answered are answered alike', async () => {
  const [key, body] = [unique('k'), student()]
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(key, body)))
  const done = answers.filter(({ status }) => status === 201)
  const busy = answers.filter(({ status }) => status === 409)
  expect(done.length).toBeGreaterThan(0)
  expect(done.length + busy.length).toBe(50)
  expect(new Set(done.map((answer) => answer.body)).size).toBe(1)
  expect(done.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
  for (const { json, headers } of busy) {
    expect(json).toMatchObject({ name: 'Conflict', status: 409 })
    expect(headers.get('retry-after')).toBe('1')
  }
  expect((await create(key, body)).body).toBe(done[0]?.body)
  expect(await countOf(body.usin)).toEqual({ people: 1, changes: 1 })
})

test('while the first is at work the next is told to wait, and then gets its answer', async () => {
  const [key, body] = [unique('k'), student()]
  let first: ReturnType<typeof create> | undefined
  // Whoever holds the school's row, as a change of its fields does, has writers of people wait.
  await testDb.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM school WHERE id = ${school.id} FOR UPDATE`
    first = create(key, body)
    await expect
      .poll(async () => {
        const [row] = await testDb.sql<{ waiting: boolean }>(
          `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waiting`,
        )
        return row?.waiting
      })
      .toBe(true)
    const busy = await create(key, body)
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([409, '1'])
    expect(busy.json).toEqual({
      name: 'Conflict',
      message: '使用同一个Idempotency-Key的请求正在处理中，请稍后重试。',
      code: 0,
      status: 409,
    })
  })
  const done = await first
  expect(done?.status).toBe(201)
  expect((await create(key, body)).body).toBe(done?.body)
})

test('answers are kept encrypted, for a day', async () => {
  const [key, body] = [unique('k'), student({ name: '欧阳娜娜', phone: '10033916349' })]
  const before = await testDb.sql<{ id: string }>(`SELECT encode(id, 'hex') AS id FROM kept_answer`)
  expect((await create(key, body)).status).toBe(201)
  const rows = await testDb.sql<{ id: string; answer: string; hours: number }>(
    `SELECT encode(id, 'hex') AS id, encode(answer, 'hex') AS answer,
       extract(epoch FROM expires_at - now())::int / 3600.0 AS hours FROM kept_answer WHERE encode(id, 'hex') <> ALL($1)`,
    [before.map(({ id }) => id)],
  )
  expect(rows).toHaveLength(1)
  const kept = Buffer.from(rows[0]?.answer ?? '', 'hex')
  for (const secret of ['欧阳娜娜', '10033916349', body.usin, key, 'status']) expect(kept.includes(secret)).toBe(false)
  expect(Math.abs(Number(rows[0]?.hours) - 24)).toBeLessThan(0.1)

  const id = rows[0]?.id
  const age = (hours: number) =>
    testDb.sql(
      `UPDATE kept_answer SET expires_at = expires_at - make_interval(hours => $2) WHERE encode(id, 'hex') = $1`,
      [id, hours],
    )
  await age(23)
  expect((await create(key, body)).headers.get('idempotency-replayed')).toBe('true')
  await age(1)
  const late = await create(key, body)
  expect([late.status, late.headers.get('idempotency-replayed')], 'a new call, after a day').toEqual([422, null])
  await age(24)
  await housekeeping.run(testDb, new AbortController().signal)
  expect(await testDb.sql(`SELECT 1 AS x FROM kept_answer WHERE encode(id, 'hex') = $1`, [id])).toEqual([])
})

describe('a process that dies', () => {
  const route = 'src/rest/reflections/people.ts'
  const posted = (key: string, body: object) => ({
    path: people,
    body,
    headers: { authorization, 'idempotency-key': key },
  })

  test('before the commit has done nothing: the key is free at once', async () => {
    const [key, body] = [unique('k'), student()]
    expect(await postAndDie(route, 'before', posted(key, body))).toBe('SIGKILL')
    // The server learns of the death from the connection, in its own time.
    await expect.poll(async () => (await create(key, body)).status, { timeout: 10_000 }).toBe(201)
    expect(await countOf(body.usin)).toEqual({ people: 1, changes: 1 })
  })

  test('after the commit, before it could answer, has its answer given by the next', async () => {
    const [key, body] = [unique('k'), student()]
    expect(await postAndDie(route, 'after', posted(key, body))).toBe('SIGKILL')
    const [row] = await testDb.sql<{ id: number }>('SELECT id FROM person WHERE school_id = $1 AND usin = $2', [
      school.id,
      body.usin,
    ])
    const answer = await create(key, body)
    expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
    expect(answer.json).toMatchObject({ id: row?.id, usin: body.usin })
    expect(await countOf(body.usin)).toEqual({ people: 1, changes: 1 })
  })
})
