import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { withEnvironment } from './environment.mjs'
import { inheritedLock } from './lock.mjs'
import { root } from './project.mjs'

const children = new Set()

// Asked to end, this process takes along what it started, so that no npm or build goes on alone.
function end(signal) {
  for (const child of children) kill(child, signal)
  process.exit(130)
}

/** Ends a child with whatever it started: each is the head of a process group. */
function kill(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It is gone already.
  }
}

/** Under nohup a closed terminal ends nothing: a listener would. */
function signals() {
  let ignored = '1'
  try {
    ignored = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  } catch {
    // No Linux.
  }
  const hangsUp = Number.parseInt(ignored.at(-1), 16) % 2 === 0
  return ['SIGINT', 'SIGTERM', 'SIGQUIT', ...(hangsUp ? ['SIGHUP'] : [])]
}

function track(child) {
  if (children.size === 0) for (const signal of signals()) process.on(signal, end)
  children.add(child)
}

function untrack(child) {
  children.delete(child)
  if (children.size === 0) for (const signal of signals()) process.off(signal, end)
}

/**
 * Runs a program in the project's folder with no input, and keeps what it says.
 * @param {{env?: Record<string, string>, minutes?: number}} options after so many minutes it is killed
 * @returns {Promise<{code: number, stdout: string, output: string}>} `output` has both streams in order; code 127: it could not be run
 */
export function run(file, args, { env = {}, minutes = 30 } = {}) {
  return new Promise((resolve) => {
    let [stdout, output] = ['', '']
    const child = spawn(file, args, {
      cwd: root,
      env: withEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe', ...inheritedLock()],
      detached: true,
    })
    const limit = setTimeout(() => {
      output += `\nended after ${minutes} minutes\n`
      kill(child, 'SIGKILL')
    }, minutes * 60_000)
    track(child)
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
    })
    child.once('error', (error) => {
      clearTimeout(limit)
      untrack(child)
      resolve({ code: 127, stdout, output: `${output}${error.message}\n` })
    })
    child.once('close', (code) => {
      clearTimeout(limit)
      untrack(child)
      resolve({ code: code ?? 1, stdout, output })
    })
  })
}

/** Runs a script of an installed package by this Node.js. */
export const runNode = (args, options) => run(process.execPath, args, options)
