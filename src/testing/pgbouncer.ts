import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const program = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer'].find(existsSync)

/** Whether PgBouncer is installed here. */
export const hasPgbouncer = program !== undefined

/** A PgBouncer before the server of an address, in one of its modes, with its settings of the factory. */
export async function pgbouncer(
  url: string,
  mode: 'session' | 'transaction' | 'statement',
): Promise<{ url: string; close(): Promise<void> }> {
  const { hostname, port, username, password } = new URL(url)
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-pgbouncer-'))
  await chmod(folder, 0o755)
  const listen = await freePort()
  const file = path.join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]
* = host=${hostname} port=${port} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
`,
  )
  // It refuses to be root.
  const as = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(program ?? '', [...as, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  child.on('error', () => {})
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (bytes) => {
      said += bytes
      if (said.includes('process up')) resolve()
    })
    child.once('exit', () => reject(new Error(`pgbouncer does not start: ${said}`)))
  })
  return {
    url: Object.assign(new URL(url), { port: String(listen) }).href,
    async close() {
      child.kill('SIGINT')
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref()
      if (child.exitCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
