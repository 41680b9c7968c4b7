import { Pool, type PoolClient, type PoolConfig } from 'pg'
import { type Caller, currentCaller } from './caller'
import { slotIn } from './queue/queue'

type Connected = (error: Error | undefined, client: PoolClient | undefined, done: (release?: unknown) => void) => void

const nothing = () => {}

/**
 * A pool of which callers without verified credentials hold a few connections at most, networks in turn: however many
 * come at once, those who are known find a connection.
 */
export class FairPool extends Pool {
  readonly #slots = new Map<PoolClient, () => void>()

  constructor(config: PoolConfig) {
    super(config)
    this.on('release', (_, client) => {
      this.#slots.get(client)?.()
      this.#slots.delete(client)
    })
  }

  override connect(): Promise<PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<PoolClient> | undefined {
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

  async #inTurn({ network, signal }: Caller): Promise<PoolClient> {
    const leave = await slotIn('stranger', { turn: network, signal })
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
