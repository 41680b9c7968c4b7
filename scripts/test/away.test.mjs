// A database that does not answer, behind the built app: every kind of call is told so in time, and all is well after.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { runNode } from '../lib/run.mjs'
import { childrenOf, freePort, scratchDir, startSupervisor, untilReady } from './app.mjs'

const longest = 10_000
const password = 'A-long-enough-one-7'
let [data, url, app, cookie, csrf, token, key, school] = []

const lines = (text) => text.trimEnd().split('\n')
const pidFile = () => lines(readFileSync(path.join(data.dir, 'postgres', 'postmaster.pid'), 'utf8'))
const settings = async () => ({ PORT: String(await freePort()), MINGCE_DATA_DIR: data.dir })
const json = (body) => ({ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

before(async () => {
  data = scratchDir()
  const env = await settings()
  url = `http://127.0.0.1:${env.PORT}`
  app = startSupervisor(env)
  await untilReady(url, app)
  const mingce = async (...args) =>
    JSON.parse((await runNode(['scripts/mingce.mjs', ...args, '--json'], { env })).stdout)
  school = String((await mingce('school', 'create', '--name', '一中')).id)
  key = (await mingce('api-key', 'create', '--school', school, '--name', 'away')).api_key
  await mingce('admin', 'create', '--school', school, '--username', 'head', '--password', password)
  ;[cookie, csrf] = await signIn()
  const opened = await fetch(`${url}/users/login/`, { method: 'POST', ...json({ username: 'head', password }) })
  token = (await opened.json()).token
  assert.ok(token)
})
after(async () => {
  app.signal('SIGTERM')
  await app.ended
  data.remove()
})

/** A session of the administrator, as a browser gets one. */
async function signIn() {
  const opened = await fetch(`${url}/api/auth/csrf`)
  const cookies = (answer) => answer.headers.getSetCookie().map((each) => each.split(';')[0])
  const { csrfToken } = await opened.json()
  const body = new URLSearchParams({ csrfToken, username: 'head', password, json: 'true' })
  const headers = { cookie: cookies(opened).join('; '), origin: url }
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
  })
  assert.equal(answer.status, 200, await answer.text())
  return [[...cookies(opened), ...cookies(answer)].join('; '), csrfToken]
}

/** Calls of every kind: by a key, by a session, by nobody. */
function calls() {
  const bearer = { authorization: `Bearer ${key}` }
  const session = { cookie, origin: url }
  const person = { role: 1, name: '张三', usin: 'A1' }
  const api = '/api/v1/reflections'
  const signing = new URLSearchParams({ csrfToken: csrf, username: 'head', password: 'wrong-1', json: 'true' })
  return {
    'REST list': [api, { headers: bearer }],
    'REST list, all': [`${api}?$per-page=100000`, { headers: bearer }],
    'REST person': [`${api}/7`, { headers: bearer }],
    'REST create': [api, { method: 'POST', ...withHeaders(json(person), bearer) }],
    'REST create, with a key': [
      api,
      { method: 'POST', ...withHeaders(json(person), { ...bearer, 'idempotency-key': 'one' }) },
    ],
    'REST change': [`${api}/7`, { method: 'PATCH', ...withHeaders(json({ name: '李四' }), bearer) }],
    'REST delete': [`${api}/7`, { method: 'DELETE', headers: bearer }],
    'REST fields': ['/api/v1/reflection-fields', { headers: bearer }],
    'REST feed': ['/api/v1/changes', { headers: bearer }],
    'REST token': [
      '/api/v3/oauth/tokens',
      { method: 'POST', ...json({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'none' }) },
    ],
    'excourse sign-in': ['/users/login/', { method: 'POST', ...json({ username: 'head', password: 'wrong-1' }) }],
    'excourse me': ['/users/me/', { headers: { authorization: `JWT ${token}` } }],
    'tRPC query': ['/api/trpc/fields.list', { headers: session }],
    'tRPC change': ['/api/trpc/fields.create', { method: 'POST', ...withHeaders(json({ json: {} }), session) }],
    'page with a list': ['/students', { headers: session }],
    'page of an account': ['/account', { headers: session }],
    'page of signing in': ['/sign-in', { headers: session }],
    'signing in': ['/api/auth/callback/credentials', { method: 'POST', headers: session, body: signing }],
    upload: [
      '/api/imports?role=1&name=x.csv',
      { method: 'POST', body: 'x', headers: { ...session, 'content-type': 'text/csv' } },
    ],
    'refused rows': ['/api/imports/7/refused', { headers: session }],
    export: ['/api/exports?role=1&format=csv', { headers: session }],
    'personal data': ['/api/personal?id=7', { headers: session }],
  }
}
const withHeaders = ({ body, headers }, more) => ({ body, headers: { ...headers, ...more } })

/** What each call is answered, at once and all together. */
async function answers() {
  const asked = Object.entries(calls()).map(async ([name, [where, options]]) => {
    const began = performance.now()
    const answer = await fetch(`${url}${where}`, {
      redirect: 'manual',
      ...options,
      signal: AbortSignal.timeout(60_000),
    })
    const text = await answer.text()
    const took = performance.now() - began
    return [name, { status: answer.status, retry: answer.headers.get('retry-after'), took, text: text.slice(0, 200) }]
  })
  return Object.fromEntries(await Promise.all(asked))
}

function assertUnavailable(given) {
  const wrong = Object.entries(given).filter(
    ([, { status, retry, took }]) => status !== 503 || !retry || took > longest,
  )
  assert.deepEqual(Object.fromEntries(wrong), {})
}

async function assertWell() {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(200))
    if (Object.values(await answers()).every(({ status }) => status < 500)) return
  assert.deepEqual(await answers(), {}, 'well again within 15 s')
}

/** Stops all processes of the database, or has them go on. */
function tell(signal) {
  const server = Number(pidFile()[0])
  for (const pid of [server, ...childrenOf(server, '')]) process.kill(pid, signal)
}

test('a database that stands still: every kind of call is 503 within 10 s', async () => {
  await assertWell()
  tell('SIGSTOP')
  let [first, second] = []
  try {
    first = await answers()
    // Who comes while it is known waits no longer.
    second = await answers()
  } finally {
    tell('SIGCONT')
  }
  assertUnavailable(first)
  assertUnavailable(second)
  await assertWell()
})

test('a site whose output nobody reads any more goes on', async () => {
  app.output.destroy()
  const [web] = childrenOf(app.pid, 'web.mjs')
  process.kill(web, 'SIGKILL')
  for (const end = Date.now() + 15_000; Date.now() < end && childrenOf(app.pid, 'web.mjs')[0] === web; ) await sleep(50)
  await untilReady(url, app)
  await assertWell()
})
