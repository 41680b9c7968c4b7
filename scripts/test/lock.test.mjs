// Processes of one checkout take turns at installing and building.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { inRoot } from '../lib/project.mjs'

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
  const inside = new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      for (const word of text.trim().split('\n')) {
        account.push(`${name} ${word}`)
        if (word === 'in') resolve()
      }
    })
  })
  return { ended, inside, kill: () => child.kill('SIGKILL') }
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
