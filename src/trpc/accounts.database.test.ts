import { expect, test } from 'vitest'
import { newSchool, testDb, unique } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from './handler'

const get = async (cookie: string, id: number) => {
  const input = encodeURIComponent(JSON.stringify({ json: { id } }))
  const request = new Request(`http://localhost/api/trpc/accounts.get?input=${input}`, {
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
  })
  const body = await (await handled(request, async (given) => handleTrpc(given))).json()
  return body.result?.data?.json ?? body.error?.json?.data?.code
}

test('accounts.get over HTTP: colleagues are told a name and a role, administrators everything', async () => {
  const { id: schoolId } = await newSchool()
  const username = unique('u')
  const { id } = await testDb.prisma.account.create({
    data: { schoolId, username, approvedAt: new Date(), isGrade: 2, isWeak: true, email: 'a@school.example' },
  })
  const { id: waiting } = await testDb.prisma.account.create({ data: { schoolId, username: unique('u') } })
  for (const role of ['teacher', 'grade_admin'] as const) {
    const cookie = await cookieOf(schoolId, role)
    expect(await get(cookie, id)).toEqual({ id, username, is_grade: 2, is_super: 0 })
    expect(await get(cookie, waiting)).toBe('NOT_FOUND')
  }
  const admin = await cookieOf(schoolId, 'school_admin')
  expect(await get(admin, id)).toMatchObject({ email: 'a@school.example', is_weak: true })
  expect(await get(admin, waiting)).toMatchObject({ is_pending: true })
})
