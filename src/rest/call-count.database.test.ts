import { expect, test } from 'vitest'
import { GET as nowhere } from '@/app/api/[...path]/route'
import { GET as listPeople, OPTIONS, DELETE as removeFromList } from '@/app/api/v1/reflections/route'
import { GET as getToken, POST as token } from '@/app/api/v3/oauth/tokens/route'
import { POST as logIn } from '@/app/users/login/route'
import { GET as listUsers } from '@/app/users/route'
import { issueAccountToken } from '@/auth/account-token'
import { createApiKey } from '@/domain/api-keys/commands'
import { listApiKeys } from '@/domain/api-keys/queries'
import { flushUse } from '@/domain/api-keys/use'
import { newSchool, testDb, unique, value } from '@/testing/factories'

const params = { params: Promise.resolve({}) }
const request = (method: string, headers: Record<string, string> = {}, json?: object) =>
  new Request('http://site/', {
    method,
    headers: { 'x-client-address': unique('a'), 'content-type': 'application/json', ...headers },
    ...(json ? { body: JSON.stringify(json) } : {}),
  })

/** Status, by whom it was counted, and how many calls are left. */
function standing(response: Response, most = 6000): [number, string, number] {
  expect(response.headers.get('cache-control')).toBe('no-store')
  const [, by = '', limit] = /^"(\w+)";q=(\d+);w=60$/.exec(response.headers.get('ratelimit-policy') ?? '') ?? []
  const [, same, left, seconds] = /^"(\w+)";r=(\d+);t=(\d+)$/.exec(response.headers.get('ratelimit') ?? '') ?? []
  expect([same, limit, Number(seconds) > 0 && Number(seconds) <= 60]).toEqual([by, String(most), true])
  return [response.status, by, Number(left)]
}

test('every answer says how many calls are left and is kept by nobody', async () => {
  const { operator } = await newSchool()
  const key = value(await createApiKey(testDb, operator, { name: 'x', scopes: ['people:read'] }))
  const bearer = { authorization: `Bearer ${key.api_key}` }
  const client = { grant_type: 'client_credentials', client_id: key.client_id, client_secret: key.client_secret }
  expect(standing(await listPeople(request('GET', bearer), params))).toEqual([200, 'key', 5999])
  expect(standing(await removeFromList(request('DELETE', bearer), params))).toEqual([405, 'address', 5999])
  expect(standing(await listPeople(request('GET', { ...bearer, 'x-school-id': '0' }), params))).toEqual([
    403,
    'key',
    5998,
  ])
  expect(standing(await token(request('POST', {}, client)))).toEqual([200, 'key', 5997])
  expect(standing(await token(request('POST', {}, { ...client, client_secret: 'x' })))).toEqual([401, 'address', 5999])
  expect(standing(await getToken(request('GET')))).toEqual([405, 'address', 5999])
  expect(standing(await listPeople(request('GET'), params))).toEqual([401, 'address', 5999])
  expect(standing(await OPTIONS(request('OPTIONS'), params))).toEqual([204, 'address', 5999])
  expect(standing(await nowhere(request('GET')))).toEqual([404, 'address', 5999])
  expect(standing(await listUsers(request('GET'), params))).toEqual([401, 'address', 5999])
  expect(standing(await logIn(request('POST', {}, {}), params))).toEqual([400, 'address', 5999])
})

test('a key has a limit of its own, and an account is counted as itself', async () => {
  const { id, operator } = await newSchool()
  const key = value(await createApiKey(testDb, operator, { name: 'x', calls_per_minute: 2 }))
  const bearer = { authorization: `Bearer ${key.api_key}` }
  for (const left of [1, 0])
    expect(standing(await listPeople(request('GET', bearer), params), 2)).toEqual([200, 'key', left])
  const refused = await listPeople(request('GET', bearer), params)
  expect(standing(refused, 2)).toEqual([429, 'key', 0])
  expect(refused.headers.get('ratelimit')).toBe(`"key";r=0;t=${refused.headers.get('retry-after')}`)
  const client = { grant_type: 'client_credentials', client_id: key.client_id, client_secret: key.client_secret }
  expect(standing(await token(request('POST', {}, client)), 2)).toEqual([429, 'key', 0])

  const data = { schoolId: id, username: unique('u'), isSuper: 1, approvedAt: new Date() }
  const account = await testDb.prisma.account.create({ data })
  const issued = await issueAccountToken(testDb, { id: account.id, username: data.username, email: null })
  const users = await listUsers(request('GET', { authorization: `JWT ${issued}` }), params)
  expect(standing(users)).toEqual([200, 'account', 5999])
})

test('a call from an address that the key does not allow is told so, and counted as refused', async () => {
  const { operator } = await newSchool()
  const key = value(await createApiKey(testDb, operator, { name: 'x', addresses: ['192.0.2.0/24'] }))
  const from = (address: string) => ({ authorization: `Bearer ${key.api_key}`, 'x-client-address': address })
  expect((await listPeople(request('GET', from('::ffff:192.0.2.5')), params)).status).toBe(200)
  const refused = await listPeople(request('GET', from('198.51.100.1')), params)
  expect(await refused.json()).toMatchObject({ status: 403, message: '该凭证不允许从地址 198.51.100.1 调用。' })
  const client = { grant_type: 'client_credentials', client_id: key.client_id, client_secret: key.client_secret }
  const answer = await token(request('POST', { 'x-client-address': '198.51.100.1' }, client))
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'unauthorized_client' }])
  await flushUse(testDb)
  expect(value(await listApiKeys(testDb, operator)).keys).toMatchObject([
    { last_from: '::ffff:192.0.2.5', days: [{ calls: 3, refused: 2 }] },
  ])
})
