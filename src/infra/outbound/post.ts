import { Agent, request } from 'undici'
import { checkedConnector, type Reach, TargetRefused } from './connect'
import { targetProblem } from './target'

/**
 * What one POST came to: an answer, or why there was none. `text` is the beginning of the answer's body; `isCut`: it was
 * not read to its end.
 */
export type Posted =
  | { status: number; text: string; isCut: boolean; retryAfter: number | undefined }
  | { problem: 'refused_target' | 'unknown_host' | 'timeout' | 'connection' | 'certificate' }

/** Of an answer's body this is kept, in bytes. */
const mostKept = 1024
/** This is read, so that the connection serves again, and no more: the rest is cut off with the connection. */
const mostRead = 65_536

export type Poster = {
  post(url: string, headers: Record<string, string>, body: string): Promise<Posted>
  close(): Promise<void>
}

/**
 * Posts to where outsiders say: to public addresses, and to private ones as far as the reach goes, within `timeoutMs` altogether,
 * without following redirects. It never rejects.
 */
export function poster({ timeoutMs, ...reach }: Reach & { timeoutMs: number }): Poster {
  const agent = new Agent({ connect: checkedConnector(reach), maxHeaderSize: 16_384, keepAliveTimeout: 4_000 })
  return {
    async post(url, headers, body) {
      if (targetProblem(url, reach.privateReach)) return { problem: 'refused_target' }
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        const answer = await request(url, { method: 'POST', headers, body, dispatcher: agent, signal })
        const read = await beginningOf(answer.body)
        return { status: answer.statusCode, ...read, retryAfter: seconds(answer.headers['retry-after']) }
      } catch (error) {
        return { problem: signal.aborted ? 'timeout' : problemOf(error) }
      }
    },
    close: () => agent.close(),
  }
}

async function beginningOf(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
): Promise<{ text: string; isCut: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    if (size < mostKept) chunks.push(chunk)
    size += chunk.byteLength
    if (size > mostRead) break
  }
  body.destroy()
  return { text: Buffer.concat(chunks).subarray(0, mostKept).toString('utf8'), isCut: size > mostRead }
}

function seconds(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : undefined
}

const timeouts = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']

function problemOf(error: unknown): Extract<Posted, { problem: unknown }>['problem'] {
  if (error instanceof TargetRefused) return error.problem === 'private' ? 'refused_target' : 'unknown_host'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (timeouts.includes(code)) return 'timeout'
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code) ? 'certificate' : 'connection'
}
