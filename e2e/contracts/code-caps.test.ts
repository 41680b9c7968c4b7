import { startApp } from '../fixtures/app'
import { call, expect, test } from '../fixtures/contract'

// An app of its own: two processes share its work, and it is killed half-way.
test('a phone gets as many codes as it may, over two processes and over a kill', async () => {
  const app = await startApp({ WEB_CONCURRENCY: '2', SMS_PHONE_DAILY: '1' })
  const ask = () => call(app, undefined, 'POST', '/vertifications/', { username: '郝高阳', phone: '10012345678' })
  try {
    const answers = await Promise.all(Array.from({ length: 20 }, ask))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { json } of answers.filter(({ status }) => status !== 200))
      expect(json).toEqual({ msg: expect.stringMatching(/^发送过于频繁，请\d+秒后再试$/) })
    await app.kill()
    await app.restart()
    // A day's cap of one holds however long the start took.
    expect((await ask()).status).toBe(403)
  } finally {
    await app.stop()
  }
})
