import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { receive } from './hear-at-once'

const run = promisify(execFile)
const secret = `whsec_${Buffer.from('a secret of the tests, long enough').toString('base64')}`
const body = '{"type":"person.updated","timestamp":"2026-09-01T08:00:00Z","data":{"id":1,"school_id":1}}'

const has = (program: string) =>
  run(program, ['--version']).then(
    () => true,
    () => false,
  )

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

/** The receiver at work, and what it has printed so far. */
async function receiver(command: readonly string[], code: string) {
  const port = await freePort()
  const [program = '', ...options] = command
  const given = [`WEBHOOK_SECRET=${secret}`, program, ...options, code.replace('8080', String(port))]
  const child = spawn('env', given, { stdio: ['ignore', 'pipe', 'ignore'] })
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += String(chunk)
  })
  const send = (headers: Record<string, string>) =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body }).then(({ status }) => status)
  for (let tries = 0; tries < 100 && !(await send({}).catch(() => 0)); tries++) await pause(50)
  return { port, send, printed: () => printed, stop: () => child.kill() }
}

function signed(by: string, at = new Date()): Record<string, string> {
  const signature = new Webhook(by).sign('msg_1', at, body)
  const sent = String(Math.floor(at.getTime() / 1000))
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': sent, 'webhook-signature': signature }
}

const runners = { javascript: [process.execPath, '--input-type=module', '-e'], python: ['python3', '-c'] }

test('the receivers believe what is signed with the secret, now, and nothing else', async () => {
  for (const language of ['javascript', ...((await has('python3')) ? (['python'] as const) : [])] as const) {
    const { port, send, printed, stop } = await receiver(runners[language], receive[language](''))
    try {
      const genuine = signed(secret)
      expect(await send(genuine), language).toBe(204)
      expect(await send({ ...genuine, 'webhook-signature': `v1,AAAA ${genuine['webhook-signature']}` })).toBe(204)
      expect(await send({ ...genuine, 'webhook-id': 'msg_2' }), `${language}, another id`).toBe(401)
      expect(await send(signed('whsec_AAAA')), `${language}, another secret`).toBe(401)
      expect(await send(signed(secret, new Date(Date.now() - 600_000))), `${language}, too old`).toBe(401)
      if ((await has('openssl')) && (await has('curl'))) {
        const code = receive.curl('').replace('8080', String(port))
        const { stdout } = await run('env', [`WEBHOOK_SECRET=${secret}`, 'sh', '-c', code])
        expect(stdout, language).toMatch(/^HTTP\/1\.\d 204/)
      }
      await expect.poll(printed).toMatch(/^msg_1 person\.updated\nmsg_1 person\.updated\n/)
    } finally {
      stop()
    }
  }
})
