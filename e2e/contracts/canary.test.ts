import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { startApp } from '../fixtures/app'
import { call, expect, newSchool, test, unique } from '../fixtures/contract'

const phone = `100${String(Date.now()).slice(-8)}`
const password = 'Canary-Lamp-42-River'
const idcard = '99010519491231002X'

// An app of its own, which logs all it can.
test('nothing secret or personal is in any line that the app prints', async () => {
  const app = await startApp({ LOG_LEVEL: 'debug' })
  try {
    const school = await newSchool(app)
    const username = unique('教师')
    const json = (where: string, body: object) => call(app, undefined, 'POST', where, body)
    expect((await json('/vertifications/', { username, phone })).status).toBe(200)
    const outbox = await readFile(path.join(app.dataDir, 'outbox', 'sms.jsonl'), 'utf8')
    const code = /验证码：(\d{6})/.exec(outbox)?.[1] ?? ''
    const sent = { username, password, phone, school_id: school.id, sms_code: code }
    const made = await json('/users/register/', sent)
    expect(made.status, made.text).toBe(201)
    const { token } = JSON.parse(made.text)
    await json('/users/register/', { ...sent, username: unique('教师') })
    await json('/users/login/', { username, password })
    await json('/users/login/', { username, password: `${password}!` })
    const person = { usin: unique('S'), name: 'x', role: 1, graduates_in: 2027, phone, idcard, password }
    for (let n = 0; n < 2; n++) await call(app, school, 'POST', '/api/v1/reflections', person)
    await call(app, school, 'GET', `/api/v1/reflections?phone=${phone}&idcard=${idcard}`)
    await call(app, school, 'POST', '/api/v1/reflections', undefined, {
      body: '{',
      headers: { 'content-type': 'application/json' },
    })
    const printed = app.output()
    for (const [what, secret] of Object.entries({
      phone,
      password,
      code,
      idcard,
      token,
      secret: school.key.client_secret,
    })) {
      expect(printed.includes(secret), what).toBe(false)
    }
    expect(printed).not.toMatch(/\$argon2id\$|pbkdf2_sha256\$\d/)
  } finally {
    await app.stop()
  }
})
