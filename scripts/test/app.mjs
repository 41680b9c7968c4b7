import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withEnvironment } from '../lib/environment.mjs'
import { root } from '../lib/project.mjs'

/** A data dir of a test's own. */
export function scratchDir() {
  const dir = mkdtempSync(path.join(tmpdir(), 'mingce-app-'))
  chmodSync(dir, 0o711)
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

/** Starts the supervisor as `npm start` does at its end; `ended` gives its exit code or signal. */
export function startSupervisor(settings) {
  const child = spawn(process.execPath, ['.next/processes/serve.mjs'], {
    cwd: root,
    env: withEnvironment({ DATABASE_URL: '', LOG_LEVEL: 'warn', ...settings }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      said[name] += text
    })
  }
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
  return { pid: child.pid, said, ended, output: child.stdout, signal: (signal) => child.kill(signal) }
}

/** Waits until the site answers that it is ready. */
export async function untilReady(url, app) {
  let over = false
  app.ended.then(() => {
    over = true
  })
  for (const end = Date.now() + 60_000; Date.now() < end && !over; await sleep(100)) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok) return
  }
  throw new Error(`the app was not ready: ${app.said.stdout}${app.said.stderr}`)
}

/** Waits for a condition; `time` is for what hangs. */
export async function until(condition, what, time = 60_000) {
  for (const end = Date.now() + time; Date.now() < end; await sleep(50)) if (await condition()) return
  assert.fail(`in ${time / 1000} s: ${what}`)
}

/** Whether the process runs; one that ended may wait long to be cleared away, as in a container. */
export function isAlive(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== ''
  } catch {
    return false
  }
}

/** The processes that this one started, of whose command line the text is a part. */
export function childrenOf(pid, text) {
  try {
    const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
    return listed.map(Number).filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(text))
  } catch {
    return [] // one of them is just gone
  }
}
