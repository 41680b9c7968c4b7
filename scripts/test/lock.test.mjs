// Processes of one checkout take turns at installing and building.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot } from '../lib/project.mjs'
import { isAlive, until } from './app.mjs'

const program = `
  import { alone } from ${JSON.stringify(inRoot('scripts/lib/lock.mjs'))}
  await alone(async () => {
    console.log('in')
    await new Promise((done) => setTimeout(done, Number(process.argv[1])))
    console.log('out')
  }, () => console.log('waits'))
`

/** A process that holds the lock for so long, and tells the common account what it does. */
function holder(name, milliseconds, account) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, String(milliseconds)])
  const ended = new Promise((resolve) => child.once('close', resolve))
  const said = {}
  const [inside, waits] = ['in', 'waits'].map(
    (word) =>
      new Promise((resolve) => {
        said[word] = resolve
      }),
  )
  child.stdout.setEncoding('utf8').on('data', (text) => {
    for (const word of text.trim().split('\n')) {
      account.push(`${name} ${word}`)
      said[word]?.()
    }
  })
  return { ended, inside, waits, kill: () => child.kill('SIGKILL') }
}

test('one is inside at a time, and each gets its turn', async () => {
  const account = []
  const all = ['a', 'b', 'c'].map((name) => holder(name, 200, account))
  assert.deepEqual(await Promise.all(all.map(({ ended }) => ended)), [0, 0, 0])
  const turns = account.filter((line) => !line.endsWith('waits'))
  assert.equal(turns.length, 6)
  for (let at = 0; at < 6; at += 2) assert.equal(turns[at + 1], turns[at].replace('in', 'out'))
})

test('a killed process leaves no lock', async () => {
  const account = []
  const first = holder('first', 60_000, account)
  await first.inside
  const second = holder('second', 1, account)
  first.kill()
  assert.equal(await second.ended, 0)
})

test('what a killed process had begun is waited for', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-'))
  const [begun, finish, over] = ['begun', 'finish', 'over'].map((name) => path.join(folder, name))
  const work = `
    const { existsSync, writeFileSync } = require('node:fs')
    writeFileSync(${JSON.stringify(begun)}, '')
    setInterval(() => {
      if (!existsSync(${JSON.stringify(finish)})) return
      writeFileSync(${JSON.stringify(over)}, '')
      process.exit()
    }, 20)
  `
  const builder = `
    import { alone } from ${JSON.stringify(inRoot('scripts/lib/lock.mjs'))}
    import { runNode } from ${JSON.stringify(inRoot('scripts/lib/run.mjs'))}
    await alone(() => runNode(['-e', ${JSON.stringify(work)}]))
  `
  try {
    const first = spawn(process.execPath, ['--input-type=module', '-e', builder])
    while (!existsSync(begun)) await sleep(20)
    first.kill('SIGKILL')
    await new Promise((done) => first.once('exit', done))
    const account = []
    const second = holder('second', 0, account)
    await Promise.race([second.ended, second.waits])
    assert.deepEqual(account, ['second waits'])
    writeFileSync(finish, '')
    await second.inside
    assert.ok(existsSync(over))
    assert.equal(await second.ended, 0)
  } finally {
    writeFileSync(finish, '')
    rmSync(folder, { recursive: true })
  }
})

test('asked to end in any way, a process takes along what it had begun', async () => {
  const builder = `
    import { run } from ${JSON.stringify(inRoot('scripts/lib/run.mjs'))}
    await run('sh', ['-c', 'echo $$ > "$0"; exec sleep 100', process.argv[1]])
  `
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP']) {
    const folder = mkdtempSync(path.join(tmpdir(), 'signals-'))
    const file = path.join(folder, 'pid')
    const child = spawn(process.execPath, ['--input-type=module', '-e', builder, file])
    const ended = new Promise((done) => child.once('exit', done))
    await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), 'begun')
    child.kill(signal)
    assert.equal(await ended, 130, signal)
    await until(() => !isAlive(Number(readFileSync(file, 'utf8'))), 'gone')
    rmSync(folder, { recursive: true })
  }
})
