import { createServer, type IncomingHttpHeaders } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** A request as it came over the wire. */
export type Call = { method: string; url: URL; headers: IncomingHttpHeaders; body: string }

export type Answer = { status: number; json: unknown }

/** What goes wrong before the gateway looks at a call: it says nothing for a while, or something else answers. */
export type Fault = { silentMs: number } | { status: number; json?: unknown }

/** A gateway on 127.0.0.1. Faults befall its first calls, one each. */
export async function gateway(answer: (call: Call) => Answer, faults: Fault[] = []) {
  const calls: Call[] = []
  const left = [...faults]

  async function respond(call: Call): Promise<Answer> {
    calls.push(call)
    const fault = left.shift()
    if (!fault) return answer(call)
    if ('status' in fault) return { status: fault.status, json: fault.json ?? {} }
    await pause(fault.silentMs, undefined, { ref: false })
    return answer(call)
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', headers, url = '/' } = request
    const body = Buffer.concat(chunks).toString('utf8')
    const { status, json } = await respond({ method, headers, body, url: new URL(url, 'http://gateway') })
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    calls,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** One header that must be there once, else ''. */
export function header(call: Call, name: string): string {
  const value = call.headers[name]
  return typeof value === 'string' ? value : ''
}
