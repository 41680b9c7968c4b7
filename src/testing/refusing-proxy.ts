import { createServer, connect as dial, type Socket } from 'node:net'

/** What the server says, and then goes on, or (`isFatal`) ends the connection, as it does for such errors. */
export type Refusal = { code: string; isFatal: boolean }

/** A proxy before a database that answers statements as a server in trouble does. */
export type RefusingProxy = {
  /** The address of the database through it. */
  url: string
  /** Refuses the statement of that number, from 1, counted from now on over all connections, and all after it. */
  refuse(refusal: Refusal, from: number): void
  allow(): void
  /** How many statements were refused since `refuse`. */
  refused(): number
  close(): Promise<void>
}

const words = 'the server is not well'

/** An ErrorResponse of the protocol. */
function errorOf({ code, isFatal }: Refusal): Buffer {
  const severity = isFatal ? 'FATAL' : 'ERROR'
  const fields = `S${severity}\0V${severity}\0C${code}\0M${words}\0\0`
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, Buffer.from(fields)])
}
const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

const rollback = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1')

/** Says hello to a new connection; it is no statement of anybody's. */
const isIntroduction = (message: Buffer) => message.includes('pg_backend_pid() AS pid, set_config')

export async function refusingProxy(url: string): Promise<RefusingProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let refusal: Refusal | undefined
  let [left, count] = [0, 0]

  const isRefused = (message: Buffer): boolean => {
    // To take back what was done a server in trouble is always able.
    if (!refusal || message.includes('ROLLBACK')) return false
    if (!isIntroduction(message)) left -= 1
    if (left >= 0) return false
    count += 1
    return true
  }

  function carry(from: Socket): void {
    const to = dial(Number(port), hostname)
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
    }
    /** Called with what the server answers to the end of a transaction that was refused its commit. */
    let rolledBack: (() => void) | undefined
    to.on('data', (bytes: Buffer) => {
      if (!rolledBack) from.write(bytes)
      else if (bytes.at(-6) === readyForQuery[0]) {
        rolledBack()
        rolledBack = undefined
      }
    })
    let held = Buffer.alloc(0)
    let state: 'starting' | 'idle' | 'passing' | 'refusing' = 'starting'
    const say = (now: Refusal) => {
      from.write(errorOf(now))
      if (now.isFatal) from.end()
    }
    let isCommit = false
    const onMessage = (type: string, message: Buffer): void => {
      if (state === 'idle' && (type === 'Q' || type === 'P' || type === 'B')) {
        state = isRefused(message) ? 'refusing' : 'passing'
        isCommit = message.includes('COMMIT')
        if (state === 'refusing' && refusal && !isCommit) say(refusal)
      }
      if (state === 'refusing') {
        if (type !== 'S' && type !== 'Q') return
        const now = refusal
        const ready = () => {
          if (!from.writableEnded) from.write(readyForQuery)
        }
        state = 'idle'
        if (!isCommit || !now) {
          ready()
          return
        }
        // Whatever comes of a commit, the transaction is over.
        to.write(rollback)
        rolledBack = () => {
          say(now)
          ready()
        }
        return
      }
      to.write(message)
      if (type === 'S' || type === 'Q') state = 'idle'
    }
    from.on('data', (bytes: Buffer) => {
      held = Buffer.concat([held, bytes])
      for (;;) {
        const at = state === 'starting' ? 0 : 1
        if (held.length < at + 4) return
        const end = at + held.readInt32BE(at)
        if (held.length < end) return
        const message = held.subarray(0, end)
        held = held.subarray(end)
        if (state !== 'starting') onMessage(String.fromCharCode(message[0] ?? 0), message)
        else if (refusal?.isFatal && left <= 0) {
          count += 1
          say(refusal)
        } else {
          to.write(message)
          state = 'idle'
        }
      }
    })
  }

  const proxy = createServer(carry)
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: Object.assign(new URL(url), { port: String(address.port) }).href,
    refuse(how, from) {
      refusal = how
      left = from - 1
      count = 0
    },
    allow() {
      refusal = undefined
    },
    refused: () => count,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => proxy.close(done))
    },
  }
}
