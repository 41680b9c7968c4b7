import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../e2e/fixtures/app'
import type { Caller } from './calls'

/** Takes webhooks in, and dies now and then. */
export class Receiver {
  readonly received = new Set<string>()
  doubled = 0
  #server: Server | undefined

  private constructor(
    private readonly port: number,
    private readonly random: () => number,
  ) {}

  static async open(random: () => number): Promise<Receiver> {
    const receiver = new Receiver(await freePort(), random)
    await receiver.listen()
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`
  }

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      const id = String(request.headers['webhook-id'])
      request.resume().on('end', () => {
        const isRefused = this.random() < 0.03
        if (!isRefused) {
          if (this.received.has(id)) this.doubled += 1
          this.received.add(id)
        }
        response.writeHead(isRefused ? 500 : 204).end()
      })
    })
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done))
    this.#server = server
  }

  async die(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    server?.closeAllConnections()
    if (server) await new Promise((done) => server.close(done))
  }

  /** Dies for a second, after each 7 to 15. */
  async dieNowAndThen(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      for (const until = Date.now() + 7_000 + this.random() * 8_000; Date.now() < until && !isOver(); ) await sleep(200)
      await this.die()
      await sleep(1_000)
      await this.listen()
    }
  }
}

/** Has the school's changes told there. */
export async function addWebhook(caller: Caller, cookie: string, url: string): Promise<void> {
  const headers = { cookie, origin: caller.url, 'content-type': 'application/json' }
  const call = {
    method: 'POST',
    path: '/api/trpc/webhooks.create',
    headers,
    body: JSON.stringify({ json: { url, kinds: ['person.created', 'person.updated', 'person.deleted'] } }),
  }
  const answer = await caller.untilKnown(call, () => false, false)
  if (answer?.status !== 200) throw new Error(`the webhook was answered by ${answer?.status}: ${answer?.text}`)
}
