// The supervisor and the command line by signals at every stage of a start, and by processes that hang.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { withEnvironment } from '../lib/environment.mjs'
import { inRoot } from '../lib/project.mjs'
import { childrenOf, freePort, isAlive, scratchDir, startSupervisor, until, untilReady } from './app.mjs'

/** A supervisor promises to end within 15 s; what is more is the time of a busy machine. */
const ending = 20_000

const cluster = (dir) => path.join(dir, 'postgres')
const lineOfPid = (dir, line) =>
  Number(readFileSync(path.join(cluster(dir), 'postmaster.pid'), 'utf8').split('\n')[line])
const postmaster = (dir) => lineOfPid(dir, 0)

/** The processes of whose command line the folder is a part. */
const processesOn = (dir) =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(dir)
    } catch {
      return false
    }
  })

const cases = []
/** A data dir that goes with everything that runs on it, made like the one given. */
function place(like) {
  const data = scratchDir()
  // With the owner of its files, which is another user where this one is root.
  if (like) execFileSync('cp', ['-a', `${like}/.`, data.dir])
  cases.push(data)
  return data.dir
}

const start = async (dir, more = {}) =>
  startSupervisor({ PORT: String(await freePort()), MINGCE_DATA_DIR: dir, ...more })

function connect(dir, database = 'postgres') {
  const password = readFileSync(path.join(dir, 'postgres.password'), 'utf8').trim()
  const client = new pg.Client({ host: '127.0.0.1', port: lineOfPid(dir, 3), user: 'postgres', password, database })
  client.on('error', () => {})
  return client.connect().then(() => client)
}

/** Has the recovery of a server on that folder last for minutes. */
function recoverLong(dir) {
  writeFileSync(path.join(cluster(dir), 'recovery.signal'), '')
  writeFileSync(path.join(cluster(dir), 'postgresql.auto.conf'), "restore_command = 'sleep 100'\n")
}

let [base, site, app] = []
before(async () => {
  ;[site, base] = [place(), place()]
  const both = await Promise.all([start(site), start(base)])
  await Promise.all(both.map(({ said }) => until(() => said.stdout.includes('is ready'), 'ready')))
  const [running, first] = both
  app = running
  first.signal('SIGTERM')
  assert.equal(await first.ended, 0)
})
after(async () => {
  app.signal('SIGTERM')
  await app.ended
  for (const { dir, remove } of cases) {
    for (const pid of processesOn(dir)) process.kill(Number(pid), 'SIGKILL')
    remove()
  }
})

/** An empty database of the site's server, with somebody who sits in it, as the settings of a supervisor. */
async function elsewhere(name, sits) {
  const admin = await connect(site)
  await admin.query(`CREATE DATABASE ${name}`)
  await admin.end()
  const sitter = await connect(site, name)
  await sitter.query(sits)
  const password = readFileSync(path.join(site, 'postgres.password'), 'utf8').trim()
  return { sitter, DATABASE_URL: `postgresql://postgres:${password}@127.0.0.1:${lineOfPid(site, 3)}/${name}` }
}

/** Brings a start to each stage, and answers when it is there. */
const stages = {
  async 'the cluster is made'() {
    const dir = place()
    const begun = await start(dir)
    await until(() => readdirSync(dir).some((name) => name.startsWith('postgres.new-')), 'initdb')
    return { dir, begun, leaves: () => assert.ok(!readdirSync(dir).some((name) => name.startsWith('postgres.new-'))) }
  },
  async 'the server recovers'() {
    const dir = place(base)
    recoverLong(dir)
    const begun = await start(dir)
    await until(() => existsSync(path.join(cluster(dir), 'postmaster.pid')), 'started')
    return { dir, begun }
  },
  async 'a restore is under way'(signal) {
    const { sitter, ...settings } = await elsewhere(`restore_${signal}`, 'SELECT pg_advisory_lock(7262046104)')
    const dir = place()
    const begun = await start(dir, settings)
    await until(() => begun.said.stdout.includes('being restored'), 'waits')
    return { dir, begun, leaves: () => sitter.end() }
  },
  async 'a migration is blocked'(signal) {
    const { sitter, ...settings } = await elsewhere(`blocked_${signal}`, 'BEGIN; CREATE TABLE school ()')
    const dir = place()
    const begun = await start(dir, settings)
    await until(() => has(sitter, waits), 'blocked')
    const leaves = async () => {
      await until(async () => !(await has(sitter, starts)), 'no connection is left')
      await sitter.end()
    }
    return { dir, begun, leaves }
  },
  async 'the web process loads'() {
    const dir = place(base)
    const begun = await start(dir)
    await until(() => childrenOf(begun.pid, 'web.mjs').length > 0, 'forked')
    return { dir, begun }
  },
  async 'the database is brought back'() {
    const dir = place(base)
    const begun = await start(dir)
    await until(() => begun.said.stdout.includes('is ready'), 'ready')
    renameSync(dir, `${dir}-aside`)
    cases.push({ dir: `${dir}-aside`, remove: () => {} })
    const [server] = childrenOf(begun.pid, 'bin/postgres')
    process.kill(server, 'SIGKILL')
    await until(() => begun.said.stderr.includes('there is no site'), 'tries')
    return { dir, begun, leaves: () => renameSync(`${dir}-aside`, dir) }
  },
}

const signals = new Map([
  ['SIGTERM', async (begun) => begun.signal('SIGTERM')],
  // As a terminal does it: to all at once, and again by whoever has no patience.
  [
    'SIGINT',
    async (begun) => {
      process.kill(-begun.pid, 'SIGINT')
      await until(() => begun.said.stdout.includes('stopping'), 'heard')
      process.kill(-begun.pid, 'SIGINT')
    },
  ],
])
const askedTwice = ['the server recovers', 'a migration is blocked']

/** Whether the database has such a connection now; the sitter may be in a transaction. */
async function has(sitter, condition) {
  await sitter.query('SELECT pg_stat_clear_snapshot()')
  const { rows } = await sitter.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND ${condition}`,
  )
  return rows.length > 0
}
const waits = "wait_event_type = 'Lock'"
const starts = "application_name LIKE 'mingce start %'"

describe('a supervisor', { concurrency: 4 }, () => {
  for (const [stage, reach] of Object.entries(stages))
    for (const [signal, end] of signals) {
      if (signal === 'SIGINT' && !askedTwice.includes(stage)) continue
      test(`by ${signal} while ${stage}: ends in time, and leaves no server`, async () => {
        const { dir, begun, leaves } = await reach(signal.toLowerCase())
        const web = childrenOf(begun.pid, 'web.mjs')
        await end(begun).catch(() => {}) // it may have ended at the first
        const code = await within(begun.ended, ending)
        assert.ok(code === 0 || (signal === 'SIGINT' && code === 1), `${code}: ${begun.said.stderr}`)
        // A server that ends hard is gone a moment later.
        await until(() => processesOn(`${dir}/`).length === 0 && !web.some(isAlive), 'nothing is left')
        await leaves?.()
        assert.doesNotMatch(begun.said.stderr, /^\s+at /m)
      })
    }

  for (const signal of ['SIGHUP', 'SIGQUIT'])
    test(`by ${signal} while the server recovers: the same`, async () => {
      const { dir, begun } = await stages['the server recovers']()
      begun.signal(signal)
      assert.equal(await within(begun.ended, ending), 0)
      assert.deepEqual(processesOn(`${dir}/`), [])
    })

  test('a start that waits for another leaves the server to that', async () => {
    const sitter = await connect(site, 'mingce')
    await sitter.query('SELECT pg_advisory_lock(7262046102)')
    const begun = await start(site)
    await until(() => has(sitter, waits), 'waits')
    begun.signal('SIGTERM')
    assert.equal(await within(begun.ended, ending), 0)
    await until(async () => !(await has(sitter, waits)), 'waits no more')
    assert.equal(app.said.stdout.includes('bringing it back'), false)
    await sitter.end()
  })

  test('a start whose password is refused leaves no server', async () => {
    const dir = place(base)
    writeFileSync(path.join(dir, 'postgres.password'), `${'0'.repeat(64)}\n`)
    const begun = await start(dir)
    assert.equal(await within(begun.ended, ending), 1)
    assert.match(begun.said.stderr, /^[^\n]*refuses the password[^\n]*\n$/)
    assert.deepEqual(processesOn(`${dir}/`), [])
  })

  test('a command that is stopped while the server recovers, or hangs, leaves none', async () => {
    const dir = place(base)
    recoverLong(dir)
    const command = () => {
      const env = withEnvironment({ MINGCE_DATA_DIR: dir, DATABASE_URL: '' })
      return spawn(process.execPath, [inRoot('scripts/mingce.mjs'), 'school', 'list'], { env, stdio: 'ignore' })
    }
    for (const hang of [false, true]) {
      const child = command()
      await until(() => existsSync(path.join(cluster(dir), 'postmaster.pid')), 'started')
      const server = postmaster(dir)
      if (hang) for (const pid of [server, ...childrenOf(server, 'postgres')]) process.kill(pid, 'SIGSTOP')
      child.kill('SIGTERM')
      const [code] = await within(once(child, 'exit'), ending)
      assert.equal(code, 130)
      await until(() => processesOn(`${dir}/`).length === 0, 'nothing is left')
    }
  })

  test('a web process that hangs is replaced, and counts for no death', async () => {
    const [web] = childrenOf(app.pid, 'web.mjs')
    process.kill(web, 'SIGSTOP')
    await until(() => !isAlive(web), 'ended')
    await until(() => childrenOf(app.pid, 'web.mjs').length === 1, 'replaced')
    assert.match(app.said.stdout, /does not answer, replacing it/)
    assert.doesNotMatch(app.said.stdout, /starting it again/)
  })

  test('a server that hangs is waited for, and the site is back when it goes on', async () => {
    const dir = place(base)
    const port = String(await freePort())
    const begun = startSupervisor({ PORT: port, MINGCE_DATA_DIR: dir })
    await untilReady(`http://127.0.0.1:${port}`, begun)
    const server = postmaster(dir)
    const all = [server, ...childrenOf(server, 'postgres')]
    for (const pid of all) process.kill(pid, 'SIGSTOP')
    await until(() => begun.said.stderr.includes('does not answer'), 'said')
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 503)
    for (const pid of all) process.kill(pid, 'SIGCONT')
    await until(() => begun.said.stdout.includes('well again'), 'well')
    await untilReady(`http://127.0.0.1:${port}`, begun)
    assert.equal(postmaster(dir), server)

    // It hangs again, and the site is to end.
    for (const pid of [server, ...childrenOf(server, 'postgres')]) process.kill(pid, 'SIGSTOP')
    begun.signal('SIGTERM')
    await within(begun.ended, ending)
    assert.match(begun.said.stderr, /stopped hard/)
    await until(() => processesOn(`${dir}/`).length === 0, 'nothing is left')
  })
})

/** What a promise gives, unless it takes too long. */
async function within(promise, time) {
  const late = new AbortController()
  const over = sleep(time, undefined, { signal: late.signal }).then(() => assert.fail(`not in ${time / 1000} s`))
  try {
    return await Promise.race([promise, over])
  } finally {
    over.catch(() => {})
    late.abort()
  }
}
