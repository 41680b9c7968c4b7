import { expect, test } from 'vitest'
import { OPTIONS, POST } from '@/app/api/v1/oauth/route'
import { createApiKey } from '@/domain/api-keys/commands'
import { newSchool, testDb, value } from '@/testing/factories'

const newKey = async () => value(await createApiKey(testDb, (await newSchool()).operator, { name: 'x' }))
const send = (body: string, type = 'application/x-www-form-urlencoded') =>
  POST(new Request('http://site/api/v1/oauth', { method: 'POST', headers: { 'content-type': type }, body }))

test('a parameter that is said twice is refused, whichever it is', async () => {
  const { client_id, client_secret } = await newKey()
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret }).toString()
  expect((await send(form)).status).toBe(200)
  for (const again of [`client_id=${client_id}`, 'client_id=other', 'scope=&scope=people:read', 'client_secret=']) {
    const answer = await send(`${form}&${again}`)
    expect([answer.status, await answer.json()], again).toEqual([
      400,
      { error: 'invalid_request', error_description: 'send JSON or a form, each parameter once' },
    ])
  }
})

test('whoever asks what may be done is told what is', async () => {
  const answer = await OPTIONS(new Request('http://site/api/v1/oauth', { method: 'OPTIONS' }))
  expect([answer.status, answer.headers.get('allow'), answer.headers.get('cache-control')]).toEqual([
    204,
    'POST, OPTIONS',
    'no-store',
  ])
})
