import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { GET } from '@/app/api/imports/[id]/refused/route'
import { POST } from '@/app/api/imports/route'
import { workThrough } from '@/domain/jobs/work'
import { getImport } from '@/domain/transfer/import/queries'
import { importWorkers } from '@/domain/transfer/import/workers'
import { env } from '@/infra/env'
import { newSchool, testDb, value } from '@/testing/factories'
import { readFile } from '@/testing/imports'
import { cookieOf, handled } from '@/testing/signed-in'

type From = { cookie?: string; site?: string }
const headersOf = ({ cookie, site }: From) => ({
  ...(cookie && { cookie }),
  // By plain http browsers name the page's address instead.
  ...(site ? { 'sec-fetch-site': site } : { host: 'localhost', origin: 'http://localhost' }),
})

const upload = (from: From, body: BodyInit, query = 'role=1&name=a.csv') => {
  // A stream is sent while the answer is not there yet: the types of fetch do not know the word.
  const headers = { 'content-type': 'application/octet-stream', ...headersOf(from) }
  const init = { method: 'POST', headers, body, duplex: 'half' }
  return handled(new Request(`http://localhost/api/imports?${query}`, init), POST)
}
const refused = (from: From, id: number | string, query = '') =>
  handled(new Request(`http://localhost/api/imports/${id}/refused${query}`, { headers: headersOf(from) }), (request) =>
    GET(request, { params: Promise.resolve({ id: String(id) }) }),
  )

const file = '学号,姓名,毕业年份\nS1,张三,2027\nS2,李四,二〇二七\n'
const importsOf = async (schoolId: number) => testDb.prisma.import.count({ where: { schoolId } })
const kept = async () => (await readdir(path.join(env().dataDir, 'imports')).catch(() => [])).sort()

test('a file is taken in, read, and its refused rows come back', async () => {
  const { id: school, operator } = await newSchool()
  const cookie = await cookieOf(school, 'school_admin')
  const settings = encodeURIComponent(JSON.stringify({ mode: 'add' }))
  const response = await upload({ cookie, site: 'same-origin' }, file, `role=1&name=%E5%90%8D.csv&settings=${settings}`)
  expect([response.status, response.headers.get('cache-control')]).toEqual([201, 'no-store'])
  const { id } = await response.json()
  const { jobId } = await testDb.prisma.import.findUniqueOrThrow({ where: { id } })
  await workThrough(testDb, importWorkers, String(jobId), { holder: randomUUID(), lease: 20 })
  expect(value(await getImport(testDb, operator, { id }))).toMatchObject({
    ...{ file_name: '名.csv', state: 'ready', counts: { new: 1, wrong: 1 } },
    settings: { mode: 'add', key: 'usin' },
  })
  const rows = await refused({ cookie, site: 'same-origin' }, id)
  expect([rows.status, rows.headers.get('content-type'), rows.headers.get('cache-control')]).toEqual([
    ...[200, 'text/csv; charset=utf-8', 'no-store'],
  ])
  expect(rows.headers.get('content-disposition')).toMatch(/^attachment; filename="refused\.csv"; filename\*=UTF-8''/)
  expect(await rows.text()).toContain('\r\nS2,李四,二〇二七,毕业年份')
  expect(await (await refused({ cookie }, id, '?language=en')).text()).toMatch(/^学号,姓名,毕业年份,[A-Za-z ]+\r\nS2/)
})

test('nobody else comes to it: no session, another site, a teacher, another school', async () => {
  const { id: school, operator } = await newSchool()
  const { id } = await readFile(operator, file)
  const [admin, teacher, grade] = await Promise.all([
    cookieOf(school, 'school_admin'),
    cookieOf(school, 'teacher'),
    cookieOf(school, 'grade_admin'),
  ])
  const stranger = await cookieOf((await newSchool()).id, 'school_admin')
  const before = await kept()
  const statuses = async (from: From) => [(await upload(from, file)).status, (await refused(from, id)).status]
  expect(await statuses({})).toEqual([401, 401])
  const signedOut = await cookieOf(school, 'school_admin', { ended: true })
  expect(await statuses({ cookie: signedOut })).toEqual([401, 401])
  expect(await statuses({ cookie: admin, site: 'cross-site' })).toEqual([403, 403])
  expect(await statuses({ cookie: admin, site: 'same-site' })).toEqual([403, 403])
  expect(await statuses({ cookie: teacher })).toEqual([403, 403])
  expect(await statuses({ cookie: grade })).toEqual([403, 403])
  expect((await refused({ cookie: stranger }, id)).status).toBe(404)
  expect(await importsOf(school)).toBe(1)
  expect(await kept()).toEqual(before)
})

test('what cannot be taken in is said, and leaves nothing', async () => {
  const { id: school } = await newSchool()
  const cookie = await cookieOf(school, 'school_admin')
  const before = await kept()
  const wrong = async (query: string) => {
    const response = await upload({ cookie }, file, query)
    return [response.status, (await response.json()).failure.issues.map(({ field }: { field: string }) => field)]
  }
  expect(await wrong('role=3')).toEqual([422, ['role']])
  expect(await wrong('role=1&settings={')).toEqual([422, ['settings']])
  expect(await wrong('role=1&settings={"mode":"x"}')).toEqual([422, ['settings']])
  const large = await upload({ cookie }, new Uint8Array(env().uploadLimit + 1))
  expect([large.status, await large.json()]).toEqual([413, { failure: { kind: 'refused', reason: 'too_large' } }])
  for (const id of ['x', '0', '-1', '99999999999999999999']) expect((await refused({ cookie }, id)).status).toBe(404)
  expect(await importsOf(school)).toBe(0)
  expect(await kept()).toEqual(before)
})

test('a file that breaks off while it is sent leaves nothing', async () => {
  const { id: school } = await newSchool()
  const before = await kept()
  const broken = new ReadableStream({
    start: (controller) => controller.enqueue(Buffer.from(file)),
    pull: (controller) => controller.error(new Error('the sender left')),
  })
  const response = await upload({ cookie: await cookieOf(school, 'school_admin') }, broken)
  expect(response.status).toBe(500)
  expect([await importsOf(school), await kept()]).toEqual([0, before])
})
