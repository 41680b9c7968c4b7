import type { IncomingMessage, ServerResponse } from 'node:http'

/** How many bytes of refused bodies the process throws away in a second, of all connections together. */
const perSecond = 8_000_000
/** How long a caller who was answered may go on sending, or be kept from it, in milliseconds. */
const patience = 3_000

let left = perSecond
let filledAt = 0

/** Takes the bytes off what may be thrown away now; false when that is used up. */
function spend(bytes: number): boolean {
  const now = performance.now()
  left = Math.min(perSecond, left + ((now - filledAt) / 1000) * perSecond) - bytes
  filledAt = now
  return left >= 0
}

/**
 * Bounds what a caller still sends after the answer. To take in all of it would cost more than the answer did, and whoever is
 * cut off at once may never see that. So some of it is thrown away, the rest waits in the network, and then it is cut off.
 */
export function boundLeftover(request: IncomingMessage, response: ServerResponse): void {
  // Before the end of the answer: from then on Node throws away what nobody has begun to read, uncounted.
  response.once('prefinish', () => {
    if (request.complete || request.destroyed) return
    const timer = setTimeout(() => request.destroy(), patience).unref()
    for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer))
    request.on('data', (chunk: Uint8Array) => {
      if (!spend(chunk.byteLength)) request.pause()
    })
    request.read(0)
  })
}
