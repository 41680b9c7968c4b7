import { expect, test } from 'vitest'
import { GET as nowhere } from '@/app/api/[...path]/route'
import { GET as listPeople, OPTIONS, DELETE as removeFromList } from '@/app/api/v1/reflections/route'
import { GET as getToken, POST as token } from '@/app/api/v3/oauth/tokens/route'
import { POST as logIn } from '@/app/users/login/route'
import { GET as listUsers } from '@/app/users/route'
import { createApiKey } from '@/domain/api-keys/commands'
import { newSchool, testDb, unique, value } from '@/testing/factories'

const params = { params: Promise.resolve({}) }
const request = (method: string, headers: Record<string, string> = {}, json?: object) =>
  new Request('http://site/', {
    method,
    headers: { 'x-client-address': unique('a'), 'content-type': 'application/json', ...headers },
    ...(json ? { body: JSON.stringify(json) } : {}),
  })

/** Status, by whom it was counted, and how many calls are left. */
function standing(response: Response): [number, string, number] {
  expect(response.headers.get('cache-control')).toBe('no-store')
  const [, by = '', limit] = /^"(\w+)";q=(\d+);w=60$/.exec(response.headers.get('ratelimit-policy') ?? '') ?? []
  const [, same, left, seconds] = /^"(\w+)";r=(\d+);t=(\d+)$/.exec(response.headers.get('ratelimit') ?? '') ?? []
  expect([same, limit, Number(seconds) > 0 && Number(seconds) <= 60]).toEqual([by, '6000', true])
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
