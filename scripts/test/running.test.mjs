// The built app by its real supervisor: what an operator's signals, mistakes and accidents do.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { withEnvironment } from '../lib/environment.mjs'
import { inRoot } from '../lib/project.mjs'
import { run, runNode } from '../lib/run.mjs'
import { childrenOf, freePort, isAlive, scratchDir, startSupervisor, until, untilReady } from './app.mjs'

const lines = (text) => text.trimEnd().split('\n')

describe('a start that cannot be', () => {
  let data
  before(() => {
    data = scratchDir()
  })
  after(() => data.remove())

  const cases = {
    'a wrong setting': [() => ({ PORT: 'eighty' }), /PORT/],
    'a data dir that is a file': [() => ({ MINGCE_DATA_DIR: inRoot('package.json') }), /data dir .*package\.json/],
    'a secret too short': [() => ({ AUTH_SECRET: 'short' }), /AUTH_SECRET/],
    'no database at DATABASE_URL': [() => ({ DATABASE_URL: 'postgresql://u:hush@127.0.0.1:1/x' }), /127\.0\.0\.1:1\/x/],
  }
  for (const [name, [settings, said]] of Object.entries(cases)) {
    test(`${name}: one line, code 1`, async () => {
      const app = startSupervisor({ PORT: String(await freePort()), MINGCE_DATA_DIR: data.dir, ...settings() })
      assert.equal(await app.ended, 1)
      assert.equal(lines(app.said.stderr).length, 1, app.said.stderr)
      assert.match(app.said.stderr, said)
      assert.doesNotMatch(app.said.stderr, /hush/)
    })

    test(`${name}: the command line says it as well`, async () => {
      const env = { MINGCE_DATA_DIR: data.dir, DATABASE_URL: '', ...settings() }
      const tried = await runNode(['scripts/mingce.mjs', 'school', 'list'], { env })
      assert.equal(tried.code, 1)
      assert.equal(lines(tried.output).length, 1, tried.output)
      assert.match(tried.output, said)
    })
  }

  test('a full disk: one line, code 1, and nothing left for each try', async () => {
    const full = path.join(data.dir, 'full')
    const settings = { PORT: String(await freePort()), MINGCE_DATA_DIR: full }
    const tried = await run('sh', ['-c', 'ulimit -f 0; exec "$0" .next/processes/serve.mjs', process.execPath], {
      env: settings,
    })
    assert.equal(tried.code, 1)
    assert.match(tried.output, /^cannot write to the data dir .*\n$/)
    assert.deepEqual(readdirSync(full), [])
  })

  test('a busy port: one line that names it, code 1, and no database started for it', async () => {
    const busy = createServer()
    await new Promise((done) => busy.listen(0, '127.0.0.1', done))
    const { port } = busy.address()
    const app = startSupervisor({ PORT: String(port), MINGCE_DATA_DIR: path.join(data.dir, 'untouched') })
    assert.equal(await app.ended, 1)
    assert.equal(lines(app.said.stderr).length, 1, app.said.stderr)
    assert.match(app.said.stderr, new RegExp(`port ${port} `))
    assert.throws(() => readFileSync(path.join(data.dir, 'untouched', 'postgres', 'PG_VERSION')))
    await new Promise((done) => busy.close(done))
  })
})

describe('the running app', () => {
  let [data, url, app, settings] = []
  const postmaster = () => Number(lines(readFileSync(path.join(data.dir, 'postgres', 'postmaster.pid'), 'utf8'))[0])
  const get = (where, headers = {}) => fetch(`${url}${where}`, { headers, redirect: 'manual' })
  /** Whether the site is well: `readyz` may say so for a second longer, a client is looked for in the database. */
  const answers = async () => {
    const body = JSON.stringify({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'none' })
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    const [ready, looked] = await Promise.all([
      get('/readyz').catch(() => undefined),
      fetch(`${url}/api/v3/oauth/tokens`, { ...asked, signal: AbortSignal.timeout(5_000) }).catch(() => undefined),
    ])
    return ready?.ok === true && looked?.status === 401
  }

  async function start() {
    app = startSupervisor(settings)
    await untilReady(url, app)
  }

  before(async () => {
    data = scratchDir()
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    settings = { PORT: String(port), MINGCE_DATA_DIR: data.dir }
    await start()
  })
  after(async () => {
    app.signal('SIGTERM')
    await app.ended
    data.remove()
  })

  test('gives a page a nonce of its own, whatever the caller says', async () => {
    const page = await get('/sign-in', {
      accept: 'text/html',
      'x-nonce': 'mine',
      'content-security-policy': "script-src 'nonce-mine'",
    })
    const [, nonce] = /script-src 'self' 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy')) ?? []
    assert.ok(nonce)
    const html = await page.text()
    assert.doesNotMatch(html, /nonce="?mine/)
    for (const [script] of html.matchAll(/<script[^>]*>/g)) assert.ok(script.includes(`nonce="${nonce}"`), script)
  })

  test('keeps a sound request id, and replaces any other', async () => {
    assert.equal(
      (await get('/healthz', { 'x-request-id': 'caller-12345' })).headers.get('x-request-id'),
      'caller-12345',
    )
    const made = (await get('/healthz', { 'x-request-id': 'a b' })).headers.get('x-request-id')
    assert.match(made, /^[0-9a-f-]{36}$/)
  })

  test('takes in no more than pages send', async () => {
    for (const where of ['/api/trpc/people.list', '/api/auth/callback/credentials']) {
      const answer = await fetch(`${url}${where}`, { method: 'POST', body: 'x'.repeat(4_000_001) })
      assert.equal(answer.status, 413, where)
    }
  })

  test('45 MB that come by a path that is not plain are refused and not held', async () => {
    const [web] = childrenOf(app.pid, 'web.mjs')
    const held = () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${web}/status`, 'utf8'))[1]) * 1024
    const size = 45_000_000
    for (const where of ['/users/../api/trpc/entry.register', '/api/v1/%2e%2e/trpc/entry.register', '/users/login/']) {
      const before = held()
      assert.equal(await statusOf(where, size), where === '/users/login/' ? 413 : 400, where)
      assert.ok(held() - before < size, `${where} took ${held() - before} bytes`)
      assert.ok(await answers())
    }
    assert.deepEqual(childrenOf(app.pid, 'web.mjs'), [web])
  })

  /** The answer to so many bytes of JSON, sent in chunks to a path as it stands. */
  async function statusOf(where, size) {
    const { port } = new URL(url)
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const asked = request({ port, host: '127.0.0.1', method: 'POST', path: where, headers })
    const answered = once(asked, 'response')
    let isAnswered = false
    answered.then(() => {
      isAnswered = true
    })
    const chunk = '[],'.repeat(30_000)
    // Whoever has the answer stops sending, as browsers and curl do.
    for (let sent = 0; sent < size && !isAnswered; sent += chunk.length)
      if (!asked.write(chunk)) await Promise.race([once(asked, 'drain'), answered])
    const [answer] = await answered
    asked.on('error', () => {})
    asked.destroy()
    return answer.statusCode
  }

  test('what would take a socket over, or have pictures made, is answered as any other call', async () => {
    const { port } = new URL(url)
    const asked = request({
      port,
      host: '127.0.0.1',
      path: '/healthz',
      headers: { connection: 'upgrade', upgrade: 'websocket' },
    })
    asked.end()
    const [answer] = await once(asked, 'response')
    answer.resume()
    assert.equal(answer.statusCode, 200)
    for (const where of ['/_next/image?url=%2Fstudents&w=64&q=75', '/_next/image?url=%2Fstudents', '/_next/image'])
      assert.equal((await get(where)).status, 404, where)
  })

  test('shares its database with the command line', async () => {
    const done = await runNode(['scripts/mingce.mjs', 'school', 'list', '--json'], { env: settings })
    assert.deepEqual(JSON.parse(done.stdout), { schools: [] })
    assert.ok(await answers())
  })

  test('is backed up while it runs; a backup is restored where nothing runs, and never over a site', async () => {
    const [other, copy] = [scratchDir(), scratchDir()]
    const file = path.join(copy.dir, 'site.zip')
    const mingce = (env, ...args) => runNode(['scripts/mingce.mjs', ...args, '--json'], { env })
    try {
      const elsewhere = { ...settings, MINGCE_DATA_DIR: other.dir }
      assert.equal((await mingce(elsewhere, 'school', 'create', '--name', '一中')).code, 0)
      assert.equal((await mingce(elsewhere, 'backup', file)).code, 0)
      const refused = await mingce(settings, 'restore', file)
      assert.equal(refused.code, 1)
      assert.match(lines(refused.output).at(-1), /^mingce: the site runs: stop it/)

      assert.equal((await mingce(settings, 'school', 'create', '--name', '二中')).code, 0)
      const made = JSON.parse((await mingce(settings, 'backup', file)).stdout)
      assert.deepEqual([made.file, made.schools, made.secret_included], [file, 1, true])
      assert.deepEqual([statSync(file).size, statSync(file).mode & 0o777], [made.size, 0o600])
      assert.deepEqual(readdirSync(copy.dir), ['site.zip'])
      const inUse = await mingce(elsewhere, 'restore', file)
      assert.equal(inUse.code, 1)
      assert.match(lines(inUse.output).at(-1), /^mingce: there is a school here already/)

      const restored = { ...settings, MINGCE_DATA_DIR: path.join(copy.dir, 'restored') }
      assert.equal((await mingce(restored, 'restore', file)).code, 0)
      const { schools } = JSON.parse((await mingce(restored, 'school', 'list')).stdout)
      assert.deepEqual(
        schools.map(({ name }) => name),
        ['二中'],
      )
      const secretOf = (dir) => readFileSync(path.join(dir, 'auth.secret'), 'utf8')
      assert.equal(secretOf(restored.MINGCE_DATA_DIR), secretOf(data.dir))
      assert.ok(await answers())
    } finally {
      for (const each of [other, copy]) each.remove()
    }
  })

  test('a backup that is stopped leaves nothing half', async () => {
    const copy = scratchDir()
    const file = path.join(copy.dir, 'site.zip')
    const [, , , port] = lines(readFileSync(path.join(data.dir, 'postgres', 'postmaster.pid'), 'utf8'))
    const password = readFileSync(path.join(data.dir, 'postgres.password'), 'utf8').trim()
    const sitter = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'mingce' })
    await sitter.connect()
    try {
      // So that it is not done before it is stopped.
      await sitter.query('BEGIN; LOCK TABLE webhook_endpoint')
      const child = spawn(process.execPath, [inRoot('scripts/mingce.mjs'), 'backup', file], {
        env: withEnvironment(settings),
      })
      let said = ''
      child.stderr.on('data', (text) => {
        said += text
      })
      await until(() => readdirSync(copy.dir).some((name) => name.endsWith('.part')), 'begun')
      child.kill('SIGTERM')
      const [code] = await once(child, 'close')
      assert.equal(code, 130)
      assert.equal(said, 'mingce: stopped before it was done\n')
      assert.deepEqual(readdirSync(copy.dir), [])
    } finally {
      await sitter.end()
      copy.remove()
    }
    assert.ok(await answers())
  })

  test('answers the first call of a route, by Next, as the next, by its handlers', async () => {
    const mingce = async (...args) =>
      JSON.parse((await runNode(['scripts/mingce.mjs', ...args, '--json'], { env: settings })).stdout)
    const { id } = await mingce('school', 'create', '--name', '三中')
    const key = await mingce('api-key', 'create', '--school', String(id), '--name', 'both')
    const calls = [
      ['/api/v1/reflections?role=1&$per-page=100000', 'GET', 200],
      ['/api/v1/reflections/7', 'GET', 404],
      ['/api/v1/reflection-fields', 'POST', 400, '{"role":'],
      ['/api/v1/changes?after=x', 'GET', 400],
      ['/users/login/', 'POST', 400, '{"username":"nobody","password":"Nobody-1"}'],
      ['/users/me/', 'GET', 401],
      ['/api/auth/providers', 'GET', 200],
      ['/api/auth/callback/credentials', 'POST', 400, '{"username":'],
    ]
    for (const [where, method, status, body] of calls) {
      const answered = async () => {
        const headers = { authorization: `Bearer ${key.api_key}`, 'x-request-id': 'the-same-id', origin: url }
        if (body) headers['content-type'] = 'application/json'
        const answer = await fetch(`${url}${where}`, { method, headers, body })
        const told = Object.fromEntries(answer.headers)
        // Of the moment, and of how many calls were made.
        for (const name of ['date', 'ratelimit']) delete told[name]
        return [answer.status, answer.statusText, await answer.text(), told]
      }
      const first = await answered()
      assert.deepEqual(await answered(), first, `${method} ${where}`)
      assert.equal(first[0], status, where)
      assert.ok(first[1], 'the status has words')
    }
  })

  test('starts a dead web process again', async () => {
    const [web] = childrenOf(app.pid, 'web.mjs')
    process.kill(web, 'SIGKILL')
    await until(async () => childrenOf(app.pid, 'web.mjs').some((pid) => pid !== web) && (await answers()), 'back')
    assert.match(app.said.stdout, /web process ended \(SIGKILL\)/)
  })

  test('brings a dead database back', async () => {
    const before = postmaster()
    process.kill(before, 'SIGKILL')
    await until(() => app.said.stdout.includes('bringing it back'), 'noticed')
    await until(async () => (await answers()) && postmaster() !== before, 'back')
  })

  test('a web process that is loading while the database comes back elsewhere is replaced', async () => {
    const [before, [web]] = [postmaster(), childrenOf(app.pid, 'web.mjs')]
    process.kill(web, 'SIGKILL')
    await until(() => childrenOf(app.pid, 'web.mjs').some((pid) => pid !== web), 'forked')
    process.kill(before, 'SIGKILL')
    await until(async () => (await answers()) && postmaster() !== before, 'back')
  })

  test('a data dir that goes away is waited for, and nothing is made in its place', async () => {
    const aside = `${data.dir}-aside`
    const before = postmaster()
    renameSync(data.dir, aside)
    try {
      process.kill(before, 'SIGKILL')
      await until(() => app.said.stderr.includes('there is no site in the data dir'), 'said')
      await until(async () => (await get('/readyz')).status === 503, 'not ready')
      assert.throws(() => statSync(data.dir))
    } finally {
      renameSync(aside, data.dir)
    }
    await until(answers, 'back')
    assert.notEqual(postmaster(), before)
  })

  test('killed, leaves nobody on the port and its database to the next start', async () => {
    const [web] = childrenOf(app.pid, 'web.mjs')
    const database = postmaster()
    app.signal('SIGKILL')
    await app.ended
    await until(() => !isAlive(web), 'the web process is gone')
    assert.ok(isAlive(database))
    await start()
    assert.equal(postmaster(), database)
  })

  test('Ctrl-C stops the app, then the database, and ends with code 0', async () => {
    const database = postmaster()
    process.kill(-app.pid, 'SIGINT') // as a terminal does: the whole group at once
    assert.equal(await app.ended, 0)
    await until(() => !isAlive(database), 'the database is gone')
    const log = readFileSync(path.join(data.dir, 'postgres.log'), 'utf8')
    assert.match(lines(log).at(-1), /database system is shut down/)
    await start()
  })
})

test('four web processes outlive a database that dies again and again', async () => {
  const data = scratchDir()
  const port = String(await freePort())
  const app = startSupervisor({ PORT: port, MINGCE_DATA_DIR: data.dir, WEB_CONCURRENCY: '4' })
  const pidFile = path.join(data.dir, 'postgres', 'postmaster.pid')
  const postmaster = () => Number(lines(readFileSync(pidFile, 'utf8'))[0])
  const answers = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.ok === true
  try {
    await untilReady(`http://127.0.0.1:${port}`, app)
    assert.match(app.said.stdout, /making a new site in /)
    for (let time = 0; time < 3; time++) {
      const before = postmaster()
      process.kill(before, 'SIGKILL')
      await until(async () => (await answers()) && postmaster() !== before, 'back')
    }
    assert.doesNotMatch(app.said.stdout, /giving up|starting it again in/)
  } finally {
    app.signal('SIGTERM')
    assert.equal(await app.ended, 0)
    data.remove()
  }
})

test('a web process that dies over a connection which it has not taken leaves no caller waiting', async () => {
  const data = scratchDir()
  const port = String(await freePort())
  const app = startSupervisor({ PORT: port, MINGCE_DATA_DIR: data.dir, WEB_CONCURRENCY: '2' })
  const web = () => childrenOf(app.pid, 'web.mjs')
  let waiting = 0
  /** Over a connection of its own, as each caller's first. */
  const call = () => {
    waiting += 1
    const asked = request({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (answer) => answer.resume())
    asked.on('error', () => {}).on('close', () => (waiting -= 1))
    asked.end()
  }
  try {
    await untilReady(`http://127.0.0.1:${port}`, app)
    await until(() => web().length === 2, 'both run')
    const [victim, other] = web()
    process.kill(victim, 'SIGSTOP')
    for (let each = 0; each < 8; each++) call()
    await until(() => waiting === 1, 'the other process has answered the others')
    process.kill(victim, 'SIGKILL')
    await until(() => waiting === 0, 'the last is told', 15_000)
    assert.ok(isAlive(other))
    assert.doesNotMatch(app.said.stdout + app.said.stderr, /MaxListeners/)
  } finally {
    app.signal('SIGTERM')
    assert.equal(await app.ended, 0)
    data.remove()
  }
})

test('a web process that cannot be forked is tried again, one at a time', async () => {
  const data = scratchDir()
  const port = String(await freePort())
  const app = startSupervisor({ PORT: port, MINGCE_DATA_DIR: data.dir, WEB_CONCURRENCY: '1' })
  const limitFiles = (limit) => run('prlimit', ['--pid', String(app.pid), `--nofile=${limit}:`])
  const tries = () => lines(app.said.stdout).filter((line) => line.includes('starting it again in'))
  const web = () => childrenOf(app.pid, 'web.mjs')
  try {
    await untilReady(`http://127.0.0.1:${port}`, app)
    assert.equal((await limitFiles(8)).code, 0)
    process.kill(web()[0], 'SIGKILL')
    for (let tried = 1; tried <= 4; tried++) {
      await until(() => tries().length >= tried, 'tried again')
      assert.equal(tries().length, tried, app.said.stdout)
    }
    assert.equal((await limitFiles(1024)).code, 0)
    await untilReady(`http://127.0.0.1:${port}`, app)
    assert.equal(web().length, 1)
  } finally {
    app.signal('SIGTERM')
    assert.equal(await app.ended, 0)
    data.remove()
  }
})

test('the command line makes no site where a data dir is mistyped', async () => {
  const data = scratchDir()
  try {
    for (const args of [
      ['school', 'list'],
      ['export', '--school', '1', '--role', 'student', path.join(data.dir, 'x.csv')],
    ]) {
      const tried = await runNode(['scripts/mingce.mjs', ...args], {
        env: { MINGCE_DATA_DIR: data.dir, DATABASE_URL: '' },
      })
      assert.equal(tried.code, 1)
      assert.equal(lines(tried.output).length, 1, tried.output)
      assert.match(tried.output, /there is no site in the data dir/)
    }
    assert.deepEqual(readdirSync(data.dir), [])
  } finally {
    data.remove()
  }
})
