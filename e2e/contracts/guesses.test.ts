import { createAdmin } from '../../src/domain/accounts/commands'
import { startApp } from '../fixtures/app'
import { call, expect, newSchool, test, unique } from '../fixtures/contract'
import { onDatabase, operatorOf, value } from '../fixtures/database'

const password = 'Correct-Horse-9-Battery'

// An app of its own: two processes share its work, and it is killed.
test('80 guesses at once have ten tries, over two processes, by a page too, and over a kill', async () => {
  test.setTimeout(120_000)
  const app = await startApp({ WEB_CONCURRENCY: '2' })
  try {
    const school = await newSchool(app)
    const { username } = await onDatabase(app, async (db) =>
      value(await createAdmin(db, await operatorOf(db, school.id), { username: unique('admin'), password })),
    )
    const logIn = (given: string) => call(app, undefined, 'POST', '/users/login/', { username, password: given })
    const byPage = async (given: string) => {
      const opened = await call(app, undefined, 'GET', '/api/auth/csrf')
      const { csrfToken } = JSON.parse(opened.text)
      const cookie = opened.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; ')
      const body = new URLSearchParams({ csrfToken, username, password: given, json: 'true' })
      const headers = { cookie, origin: new URL(app.url).origin }
      return call(app, undefined, 'POST', '/api/auth/callback/credentials', undefined, { body, headers })
    }
    const answers = await Promise.all(Array.from({ length: 80 }, (_, n) => logIn(n < 79 ? `wrong ${n}` : password)))
    const count = (status: number) => answers.filter((each) => each.status === status).length
    expect([count(400), count(429)]).toEqual([10, 70])
    const page = await byPage(password)
    expect([page.status, Number(page.headers.get('retry-after')) > 600]).toEqual([429, true])
    await app.kill()
    await app.restart()
    expect((await logIn(password)).status).toBe(429)
    expect((await byPage(password)).status).toBe(429)
  } finally {
    await app.stop()
  }
})
