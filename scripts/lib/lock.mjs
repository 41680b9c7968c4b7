import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './project.mjs'

// A lock that ends with its process, however that ends: a name to listen on. Linux has names that are no files.
const name = `mingce-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`
const address = process.platform === 'linux' ? `\0${name}` : path.join(tmpdir(), `${name}.sock`)

/** The open lock, by number. */
const held = new Set()

/**
 * What a child of the work is to inherit: while one has the lock open, the name stays taken, so that what a killed process
 * had begun is over before another begins.
 */
export const inheritedLock = () => [...held]

/** Does the work while no other process of this checkout is in here; `onWait` is called when another is. */
export async function alone(work, onWait = () => {}) {
  let release = await listen()
  if (!release) onWait()
  while (!release) {
    await holderGone()
    release = await listen()
  }
  try {
    return await work()
  } finally {
    release()
  }
}

/** A function that gives the name up; undefined: another process has it. */
function listen() {
  return new Promise((resolve, reject) => {
    const waiting = new Set()
    const server = net.createServer((socket) => waiting.add(socket.on('error', () => {})))
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)))
    server.listen(address, () => {
      const number = server._handle.fd
      held.add(number)
      resolve(() => {
        held.delete(number)
        server.close()
        // By this they learn that it is their turn.
        for (const socket of waiting) socket.destroy()
      })
    })
  })
}

function holderGone() {
  return new Promise((resolve) => {
    const socket = net.connect(address)
    socket.once('error', (error) => {
      if (error.code === 'ECONNREFUSED' && process.platform !== 'linux') rmSync(address, { force: true })
      setTimeout(resolve, 100)
    })
    socket.once('close', () => setTimeout(resolve, 50))
  })
}
