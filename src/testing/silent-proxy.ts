import { createServer, connect as dial, type Socket } from 'node:net'

/** A proxy before a database that can stop carrying, without a word to either side. */
export type SilentProxy = {
  /** The address of the database through it. */
  url: string
  /** Carries nothing more: of the connections there are, or of new ones too. `stalled`: takes nothing more either. */
  silence(which: 'old' | 'all', stalled?: boolean): void
  /** Carries new connections again. */
  mend(): void
  close(): Promise<void>
}

export async function silentProxy(url: string): Promise<SilentProxy> {
  const { hostname, port } = new URL(url)
  const pairs = new Map<Socket, { isSilent: boolean; to: Socket }>()
  let areSilent = false
  // A goodbye is not answered either.
  const proxy = createServer({ allowHalfOpen: true }, (from) => {
    const to = dial({ port: Number(port), host: hostname, allowHalfOpen: true })
    const pair = { isSilent: areSilent, to }
    pairs.set(from, pair)
    for (const [one, other] of [
      [from, pair.to],
      [pair.to, from],
    ] as const) {
      one.on('error', () => {})
      one.on('data', (bytes) => pair.isSilent || other.write(bytes))
      one.on('end', () => pair.isSilent || other.end())
      one.on('close', () => pair.isSilent || other.destroy())
    }
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: Object.assign(new URL(url), { port: String(address.port) }).href,
    silence(which, stalled = false) {
      areSilent = which === 'all'
      for (const [from, pair] of pairs) {
        pair.isSilent = true
        if (stalled) for (const socket of [from, pair.to]) socket.pause()
      }
    },
    mend() {
      areSilent = false
    },
    async close() {
      for (const [from, { to }] of pairs) for (const socket of [from, to]) socket.destroy()
      await new Promise((done) => proxy.close(done))
    },
  }
}
