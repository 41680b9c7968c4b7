import { Client, Pool, type PoolClient } from 'pg'
import { type Caller, currentCaller } from './caller'
import { type ClientOptions, connectionSettings, goodbye, introduced } from './client'
import { slotIn } from './queue/queue'
import { SilenceWatch, silenceError } from './silence-watch'
import { Unavailable } from './unavailable'

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void

const nothing = () => {}

/** Within how many milliseconds a connection is there: somebody waits, and may wait for an answer and a lock then. */
const within = 4_000
/** And the turn of a stranger: those before may wait for a lock. */
const turnWithin = 5_000

type Options = ClientOptions & { max: number; idleTimeoutMillis?: number }

/**
 * A pool of watched connections, of which callers without verified credentials hold a few connections at most, networks in turn: however many
 * come at once, those who are known find a connection.
 */
export class FairPool extends Pool {
  readonly #slots = new Map<PoolClient, () => void>()

  readonly #watch: SilenceWatch

  constructor(url: string, { name, patience = 'calls', max, idleTimeoutMillis = 30_000 }: Options) {
    const watch = new SilenceWatch(url, patience)
    super({
      ...connectionSettings(url, name, within),
      ...{ max, idleTimeoutMillis },
      async onConnect(client) {
        if (client instanceof Client) watch.add(client, await introduced(client, patience))
      },
    })
    this.#watch = watch
    // An error without a listener ends the process. The pool speaks for idle connections, each other one for itself: a
    // statement under way fails by itself, and between two statements there is nobody to tell.
    this.on('error', () => {})
    this.on('connect', (client) => client.on('error', () => {}))
    this.on('release', (_, client) => {
      this.#slots.get(client)?.()
      this.#slots.delete(client)
    })
  }

  override connect(): Promise<PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
    // Whoever lost a connection to the silence is told now, and does not wait once more.
    if (this.#watch.isSilent) {
      if (!callback) return Promise.reject(silenceError())
      callback(silenceError(), undefined, nothing)
      return undefined
    }
    const caller = currentCaller()
    if (caller === undefined || caller.known !== undefined) {
      if (!callback) return super.connect()
      super.connect(callback)
      return undefined
    }
    const connected = this.#inTurn(caller)
    if (!callback) return connected
    connected.then(
      (client) => callback(undefined, client, (release) => client.release(Boolean(release))),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), undefined, nothing),
    )
    return undefined
  }

  /** Ends it when its connections are back, whatever the network does. */
  async close(): Promise<void> {
    await this.end()
    setTimeout(() => this.#watch.stop(), goodbye).unref()
  }

  async #inTurn({ network, signal }: Caller): Promise<PoolClient> {
    const late = AbortSignal.timeout(turnWithin)
    const given = signal ? AbortSignal.any([signal, late]) : late
    const leave = await slotIn('stranger', { turn: network, signal: given }).catch((error) => {
      throw late.aborted && !signal?.aborted ? new Unavailable(5) : error
    })
    try {
      const client = await super.connect()
      this.#slots.set(client, leave)
      return client
    } catch (error) {
      leave()
      throw error
    }
  }
}
