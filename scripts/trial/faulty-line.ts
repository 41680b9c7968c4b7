import { createServer, connect as dial, type Socket } from 'node:net'

type Pair = { near: Socket; far: Socket; isSilent: boolean }

/** A line between a site and its database that can be made to fail in each way that networks do. */
export class FaultyLine {
  readonly #pairs = new Set<Pair>()
  #refuses = false
  #isSilent = false
  #delay = 0
  #port = 0

  private constructor(private readonly target: URL) {}

  static async open(url: string): Promise<FaultyLine> {
    const line = new FaultyLine(new URL(url))
    const server = createServer({ allowHalfOpen: true }, (near) => line.#take(near))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the line has no port')
    line.#port = address.port
    line.close = async () => {
      line.cut()
      await new Promise((done) => server.close(done))
    }
    return line
  }

  close: () => Promise<void> = async () => {}

  /** The address of the database through the line. */
  get url(): string {
    return Object.assign(new URL(this.target.href), { port: String(this.#port) }).href
  }

  #take(near: Socket): void {
    if (this.#refuses) {
      near.resetAndDestroy()
      return
    }
    const far = dial({ port: Number(this.target.port), host: this.target.hostname, allowHalfOpen: true })
    const pair = { near, far, isSilent: this.#isSilent }
    this.#pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      // What is delayed comes in its order: timers of one length fire as they were set.
      const later = (work: () => void) => (this.#delay > 0 ? setTimeout(work, this.#delay) : work())
      from.on('error', () => {})
      from.on('data', (bytes) => pair.isSilent || later(() => to.writable && to.write(bytes)))
      from.on('end', () => pair.isSilent || later(() => to.end()))
      from.on('close', () => {
        if (pair.isSilent) return
        later(() => to.destroy())
        this.#pairs.delete(pair)
      })
    }
  }

  /** Ends all connections in an orderly way. */
  cut(): void {
    for (const { near, far } of this.#pairs) for (const socket of [near, far]) socket.destroy()
    this.#pairs.clear()
  }

  /** Ends them, and takes no new ones. */
  drop(): void {
    this.#refuses = true
    this.cut()
  }

  reset(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.destroy()
    }
    this.#pairs.clear()
  }

  /** Says to the site that nothing more will come, and goes on listening to it. */
  halfClose(): void {
    for (const { near } of this.#pairs) near.end()
  }

  /** Carries each piece so much later, in milliseconds. */
  delay(milliseconds: number): void {
    this.#delay = milliseconds
  }

  /** Carries nothing more, without a word to either side: of the connections there are, or of new ones too. */
  silence(which: 'old' | 'all'): void {
    this.#isSilent = which === 'all'
    for (const pair of this.#pairs) pair.isSilent = true
  }

  /** Is well again for new connections; what was silent stays so, as behind a router that forgot them. */
  mend(): void {
    this.#refuses = false
    this.#isSilent = false
    this.#delay = 0
  }
}
