import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type pg from 'pg'
import { askBackends } from './backends'

/** How long the server may say nothing, in milliseconds. */
export type Patience = {
  /** Before it is asked about the connection. */
  ask: number
  /** To answer that, connecting included. */
  answer: number
  /** Before the connection is given up, where nothing shows that it is at work. */
  silence: number
}

/**
 * `calls`: somebody waits for the answer, 10 s at most. `work`: imports, backups, migrations; a server that stands still
 * for some seconds costs them nothing.
 */
export const patience = {
  calls: { ask: 2_000, answer: 3_500, silence: 6_000 },
  work: { ask: 5_000, answer: 8_000, silence: 30_000 },
} satisfies Record<string, Patience>
export type PatienceOf = keyof typeof patience

const every = 500
/** For how long what was given up is ended at a server that answers again, in milliseconds. */
const remembered = 3_600_000

type Watched = {
  client: pg.Client
  /** The server's process. */
  pid: number
  connectedAt: number
  /** How much was sent when a cursor last had its rows. */
  rest: number
  /** Read and sent at the last look. */
  bytes: number
  /** When the server last showed that it is there, or nothing was asked of it. */
  life: number
  /** Whether it takes the rows of a COPY, and from whom. */
  isFed: boolean
  feed: Writable | undefined
}

/** What the server holds of a connection that was given up: its locks, and maybe a transaction. */
type GivenUp = { pid: number; connectedAt: number; at: number }

/**
 * Gives up connections that went silent, as a firewall, a failover or a hanging server leaves them: their statements would
 * wait for ever. Progress is a byte that moves, or the server's process seen at work by another connection: a statement
 * that is merely slow goes on. What is given up fails by ETIMEDOUT, and is ended at the server too, with its locks.
 */
export class SilenceWatch {
  readonly #watched = new Set<Watched>()
  readonly #patience: Patience
  #givenUp: GivenUp[] = []
  #timer: NodeJS.Timeout | undefined
  #lastLook = performance.now()
  #isAsking = false
  #answered = true
  #isSilent = false
  #isOver = false

  constructor(
    private readonly url: string,
    of: PatienceOf,
  ) {
    this.#patience = patience[of]
  }

  /** Whether connections were given up, and the server has not answered since. */
  get isSilent(): boolean {
    return this.#isSilent
  }

  /** Watches a connected client until its end. `pid`: of the server's process; a pooler between may tell another. */
  add(client: pg.Client, pid: number): void {
    const { connection } = client
    const now = performance.now()
    const times = { connectedAt: now, rest: -1, bytes: 0, life: now }
    const watched: Watched = { client, pid, ...times, isFed: false, feed: undefined }
    this.#watched.add(watched)
    // Nothing here is done at every statement: most of what there is to know, pg knows when it is looked for.
    connection.prependListener('portalSuspended', () => {
      watched.rest = socketOf(client).bytesWritten
    })
    connection.prependListener('copyInResponse', () => {
      watched.isFed = true
    })
    client.once('end', () => this.#watched.delete(watched))
    this.#timer ??= this.#start()
  }

  /** Tells from where the COPY that begins takes its rows: until that has ended, it is the server that waits. */
  feeds(client: pg.Client, feed: Writable): void {
    for (const each of this.#watched) if (each.client === client) each.feed = feed
  }

  /** Ends the watch. What has not closed by now is given up; the watch lasts until that is ended at the server. */
  stop(): void {
    this.#isOver = true
    for (const each of this.#watched) this.#giveUp(each)
  }

  #start(): NodeJS.Timeout {
    this.#lastLook = performance.now()
    return setInterval(() => this.#look(), every).unref()
  }

  #look(): void {
    const now = performance.now()
    // A process that stood still itself has heard nothing meanwhile.
    const still = now - this.#lastLook - every
    this.#lastLook = now
    for (const each of this.#watched) {
      if (still > every) each.life += still
      const stream = socketOf(each.client)
      const bytes = stream.bytesRead + stream.bytesWritten - stream.writableLength
      if (bytes !== each.bytes || !isWaiting(each, stream)) each.life = now
      each.bytes = bytes
    }
    this.#givenUp = this.#givenUp.filter(({ at }) => now - at < remembered)
    if (this.#isOver && this.#givenUp.length === 0) clearInterval(this.#timer)
    const isAnySilent = [...this.#watched].some(({ life }) => now - life >= this.#patience.ask)
    if (isAnySilent || this.#givenUp.length > 0 || this.#isSilent) void this.#ask()
    for (const each of this.#watched) {
      if (now - each.life < this.#patience.silence) continue
      this.#giveUp(each)
      this.#isSilent ||= !this.#answered
    }
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    const asked = performance.now()
    const about = [...this.#watched].filter(({ life }) => asked - life >= this.#patience.ask)
    const ended = [...this.#givenUp]
    const answer = await askBackends(this.url, {
      pids: about.map(({ pid }) => pid),
      ended: ended.map(({ pid, connectedAt }) => ({ pid, age: asked - connectedAt })),
      silence: this.#patience.silence,
      within: this.#patience.answer,
    })
    this.#isAsking = false
    this.#answered = answer !== 'none'
    if (answer === 'none') return
    this.#isSilent = false
    if (answer === 'refused') {
      // It is there, and cannot tell more.
      for (const each of about) each.life = performance.now()
      return
    }
    this.#givenUp = this.#givenUp.filter((each) => !ended.includes(each))
    for (const each of about) {
      if (each.life > asked) continue
      const state = answer.get(each.pid)
      if (state === 'at work') each.life = performance.now()
      else if (state === undefined) this.#giveUp(each)
    }
  }

  #giveUp(watched: Watched): void {
    this.#watched.delete(watched)
    const { client, pid, connectedAt } = watched
    this.#givenUp.push({ pid, connectedAt, at: performance.now() })
    socketOf(client).destroy(silenceError())
  }
}

/** What a statement fails with whose connection went silent. */
export const silenceError = (): Error =>
  Object.assign(new Error('Connection terminated: the database went silent'), { code: 'ETIMEDOUT' })

/** It is another one once the connection is encrypted. */
function socketOf({ connection: { stream } }: pg.Client): Socket {
  if (stream instanceof Socket) return stream
  throw new Error('the database is connected by something else than a socket')
}

/** Whether the next word is the server's. */
function isWaiting({ client, rest, isFed, feed }: Watched, stream: Socket): boolean {
  if ('readyForQuery' in client && client.readyForQuery === true) return false
  // Whoever reads takes their time.
  if (stream.readableLength > 0) return false
  if (isFed && feed && !feed.writableEnded && !feed.destroyed) return stream.writableLength > 0
  return stream.bytesWritten !== rest
}
