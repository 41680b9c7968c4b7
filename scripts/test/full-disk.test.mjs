// A disk of its own, which is filled and made read-only: what an operator's commands still do. Where this user may not
// mount one, nothing is tried.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { runNode } from '../lib/run.mjs'
import { freePort, startSupervisor, until, untilReady } from './app.mjs'

const place = mkdtempSync(path.join(tmpdir(), 'mingce-disk-'))
const [disk, other] = [path.join(place, 'disk'), path.join(place, 'other')]
const mount = (...args) => execFileSync('mount', args, { stdio: 'ignore' })

function isMounted() {
  mkdirSync(disk)
  mkdirSync(other)
  try {
    mount('-t', 'tmpfs', '-o', 'size=700m,mode=711', 'tmpfs', disk)
    return true
  } catch {
    return false
  }
}

const skip = isMounted() ? false : 'this user may not mount a disk: nothing was tried'
const settings = { MINGCE_DATA_DIR: path.join(disk, 'data'), DATABASE_URL: '' }
const mingce = (...words) => runNode(['scripts/mingce.mjs', ...words], { env: settings })

/** Fills the disk to its last byte. @returns what makes room again */
function fill() {
  const file = path.join(disk, 'filling')
  for (const size of [1 << 20, 1 << 12, 1]) {
    const piece = Buffer.alloc(size, 'x')
    try {
      for (;;) appendFileSync(file, piece)
    } catch (error) {
      assert.equal(error.code, 'ENOSPC')
    }
  }
  return () => rmSync(file)
}

const readers = {
  'school list': async () => {
    const { code, output } = await mingce('school', 'list', '--json')
    assert.equal(code, 0, output)
    assert.match(output, /"schools":\[\{"id":1,/)
  },
  'a backup to another disk': async () => {
    const file = path.join(other, 'site.zip')
    const { code, output } = await mingce('backup', file)
    assert.equal(code, 0, output)
    assert.ok(statSync(file).size > 10_000)
    rmSync(file)
  },
  'an export to another disk': async () => {
    const file = path.join(other, 'students.csv')
    const { code, output } = await mingce('export', '--school', '1', '--role', 'student', file)
    assert.equal(code, 0, output)
    assert.ok(statSync(file).size > 1_000)
    rmSync(file)
  },
}

/** What only reads works; nothing is left of it, beside the site or in the folder of temporary files. */
async function readersWork(t) {
  for (const [name, read] of Object.entries(readers)) await t.test(name, read)
  const copies = readdirSync(tmpdir()).filter((name) => name.startsWith('mingce-copy-'))
  assert.deepEqual(copies, [])
}

describe('a data dir that takes nothing more', { skip }, () => {
  before(async () => {
    const { code, output } = await mingce('demo')
    assert.equal(code, 0, output)
  })
  after(() => {
    execFileSync('umount', ['-l', disk])
    rmSync(place, { recursive: true, force: true })
  })

  test('full, beside the running site: commands that read work, and reads are answered', async (t) => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const app = startSupervisor({ ...settings, PORT: String(port) })
    try {
      await untilReady(url, app)
      const makeRoom = fill()
      const readiness = async () => (await fetch(`${url}/readyz`)).text()
      await until(async () => /full|room/.test(await readiness()), 'readyz says that there is no room')
      await readersWork(t)
      assert.equal((await fetch(`${url}/sign-in`)).status, 200)
      const refused = await mingce('backup', path.join(disk, 'site.zip'))
      assert.equal(refused.code, 1)
      assert.match(refused.output, /^mingce: [^\n]*(disk is full|no room)[^\n]*\n$/)
      assert.equal(existsSync(path.join(disk, 'site.zip')), false)
      makeRoom()
      await untilReady(url, app)
    } finally {
      app.signal('SIGTERM')
      await app.ended
    }
  })

  test('full, beside a site that is not started: commands that read work', async (t) => {
    const makeRoom = fill()
    await readersWork(t)
    makeRoom()
  })

  test('read-only: commands that read work, others say so in a line', async (t) => {
    mount('-o', 'remount,ro', disk)
    await readersWork(t)
    const refused = await mingce('school', 'create', '--name', '新校')
    assert.equal(refused.code, 1)
    assert.match(refused.output, /^mingce: [^\n]*read-only\n$/)
    mount('-o', 'remount,rw', disk)
    const { code } = await mingce('school', 'create', '--name', '新校')
    assert.equal(code, 0)
  })

  test('nearly full: the start warns', async () => {
    writeFileSync(path.join(disk, 'filling'), Buffer.alloc(300 << 20, 'x'))
    const port = await freePort()
    const app = startSupervisor({ ...settings, PORT: String(port) })
    await untilReady(`http://127.0.0.1:${port}`, app)
    app.signal('SIGTERM')
    await app.ended
    assert.match(app.said.stdout, /warning: the disk of the data dir has \d+\.\d MB left/)
  })
})
