// Previews and exports: one at a time of an account, four of the site.
import superjson from 'superjson'
import { afterEach, expect, test } from 'vitest'
import { slotIn } from '@/infra/queue/queue'
import { newSchool, newStudent, testDb } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { downloadExport } from './export-files'
import { handleTrpc } from './handler'

const exported = (cookie: string) =>
  handled(
    new Request('http://site/api/exports?input=%7B%22role%22%3A1%7D', {
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    }),
    downloadExport,
  )
const preview = (cookie: string, change_set = '999999999999999999') =>
  handled(
    new Request(
      `http://site/api/trpc/history.previewUndo?input=${encodeURIComponent(superjson.stringify({ change_set }))}`,
      { headers: { cookie, 'sec-fetch-site': 'same-origin' } },
    ),
    async (request) => handleTrpc(request),
  )

const leaving: (() => void)[] = []
afterEach(() => {
  for (const leave of leaving.splice(0)) leave()
})
const hold = async (who: string) => leaving.push(await slotIn('costly', { turn: who, lane: who }))

async function newAdmin() {
  const { id, operator } = await newSchool()
  await newStudent(operator)
  const cookie = await cookieOf(id, 'school_admin')
  const account = await testDb.prisma.account.findFirstOrThrow({ where: { schoolId: id } })
  return { cookie, who: `account ${account.id}` }
}

test('an account waits for its own, and no other account does', async () => {
  const [busy, free] = [await newAdmin(), await newAdmin()]
  await hold(busy.who)
  const ended: string[] = []
  const waiting = preview(busy.cookie).then(({ status }) => {
    ended.push('busy')
    return status
  })
  expect((await preview(free.cookie)).status).toBe(404)
  expect(ended).toEqual([])
  for (const leave of leaving.splice(0)) leave()
  expect(await waiting).toBe(404)
})

test('an account whose room is full is told when to come again', async () => {
  const { cookie, who } = await newAdmin()
  await hold(who)
  const waiting = Array.from({ length: 4 }, () => slotIn('costly', { turn: who, lane: who }))
  for (const call of [preview, exported]) {
    const answer = await call(cookie)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  }
  for (const leave of leaving.splice(0)) leave()
  for (const each of waiting) (await each)()
  const answer = await exported(cookie)
  expect(answer.status).toBe(200)
  await answer.body?.cancel()
})

test('a file that nobody reads holds no slot once it is made', async () => {
  const { cookie } = await newAdmin()
  const unread: Response[] = []
  for (let n = 0; n < 7; n++) unread.push(await exported(cookie))
  expect(unread.map(({ status }) => status)).toEqual(unread.map(() => 200))
  for (const other of Array.from({ length: 7 }, newAdmin)) {
    const answer = await exported((await other).cookie)
    expect(answer.status).toBe(200)
    await answer.body?.cancel()
  }
  for (const answer of unread) await answer.body?.cancel()
})

test('the site has four at once', async () => {
  for (const who of ['a', 'b', 'c', 'd']) await hold(who)
  const { cookie } = await newAdmin()
  let isAnswered = false
  const waiting = exported(cookie).then((answer) => {
    isAnswered = true
    return answer
  })
  await newAdmin()
  expect(isAnswered).toBe(false)
  leaving.pop()?.()
  const answer = await waiting
  expect(answer.status).toBe(200)
  await answer.body?.cancel()
})
