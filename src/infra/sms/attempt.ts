import { setTimeout as pause } from 'node:timers/promises'
import type { Sent } from './message'

/** How one try ended. `again`: the gateway has certainly not sent, and may do so if asked once more. */
export type Attempt = Extract<Sent, { ok: true }> | (Extract<Sent, { ok: false }> & { again?: boolean })

export type Limits = { timeoutMs: number; pausesMs?: readonly number[] }

const late = (timeoutMs: number): Attempt => ({
  ok: false,
  reason: 'unreachable',
  detail: `no answer within ${timeoutMs} ms`,
})

/**
 * Tries until it is sent, or another try could send twice or would be in vain: one try more for each pause, each with
 * its own time-out, all of them within twice that.
 */
export async function sendWithin(limits: Limits, attempt: (timeoutMs: number) => Promise<Attempt>): Promise<Sent> {
  const deadline = performance.now() + 2 * limits.timeoutMs
  const { pausesMs = [200, 800] } = limits
  for (let turn = 0; ; turn++) {
    const timeoutMs = Math.ceil(Math.min(limits.timeoutMs, deadline - performance.now()))
    const { again = false, ...sent } = { again: false, ...(await inTime(timeoutMs, attempt)) }
    const wait = pausesMs[turn]
    if (sent.ok || !again || wait === undefined || performance.now() + wait >= deadline) return sent
    await pause(wait)
  }
}

/** What an SDK's own time-outs leave open (a body that trickles, a look-up that hangs) ends here; it never rejects. */
async function inTime(timeoutMs: number, attempt: (timeoutMs: number) => Promise<Attempt>): Promise<Attempt> {
  const clock = new AbortController()
  const bell = pause(timeoutMs, late(timeoutMs), { signal: clock.signal }).catch(() => late(timeoutMs))
  try {
    return await Promise.race([attempt(timeoutMs), bell])
  } catch (error) {
    return failure(error)
  } finally {
    clock.abort()
  }
}

/** An error that no provider could read. Its message stays here: SDKs write whole requests into theirs, the code too. */
export function failure(error: unknown): Attempt {
  const unconnected = neverConnected(error)
  return {
    ok: false,
    reason: 'unreachable',
    detail: unconnected ?? 'no usable answer',
    again: unconnected !== undefined,
  }
}

const connecting = /\b(?:connect|getaddrinfo) (E[A-Z_]+)/
const beforeAnyByte = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

/** The code of an error that struck before anything could be sent, else undefined. */
function neverConnected(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const syscall = 'syscall' in error ? error.syscall : undefined
  if (beforeAnyByte.includes(code) || (code && (syscall === 'connect' || syscall === 'getaddrinfo'))) return code
  // Tencent's SDK keeps nothing of the error but its text.
  return connecting.exec(error.message)?.[1] ?? neverConnected(error.cause)
}

/** What a gateway says of itself, fit for a log: a code or a number of a request, never a sentence. */
export const word = (said: unknown): string =>
  typeof said === 'string' ? said.replace(/[^\w.:-]/g, '').slice(0, 64) : ''

/** A server's error before which nothing was sent. 504 is not among them: what stands behind the gateway may have sent. */
export const isPassing = (status: unknown): boolean => status === 500 || status === 502 || status === 503
