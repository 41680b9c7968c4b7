import { expect, test } from 'vitest'
import { newPhone, textsTo } from '@/testing/outbox'
import { POST } from './vertifications'

const alone = /^你好！您的验证码：\d{6}。如非本人操作，可不用理会！【名册】$/

async function send(username: unknown, type = 'application/json') {
  const phone = newPhone()
  const body =
    type === 'application/json'
      ? JSON.stringify({ username, phone })
      : new URLSearchParams({ username: String(username), phone }).toString()
  const request = new Request('http://localhost/vertifications/', {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  const answer = await POST(request, { params: Promise.resolve({}) })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await textsTo(phone)).at(-1) ?? ''
}

test.each(['郝高阳', 'wangli', '3050801'])('vertifications: the message greets %j', async (username) => {
  expect(await send(username)).toMatch(new RegExp(`^你好！${username},您的验证码：\\d{6}。`))
})

test.each([
  'a.evil.com',
  'evil。com',
  '【官方通知】您的账号已冻结，请立即登录 https://evil.example/login 验证',
  '加 微信 abc',
  'x'.repeat(13),
  '张\u202e三',
  'user@school.example',
])('vertifications: the message leaves %j out with its comma', async (username) => {
  expect(await send(username)).toMatch(alone)
})

test('vertifications: a form is held to the same rule', async () => {
  expect(await send('evil.example', 'application/x-www-form-urlencoded')).toMatch(alone)
  expect(await send('王力', 'application/x-www-form-urlencoded')).toContain('你好！王力,')
})
