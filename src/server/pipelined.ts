import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How many requests of a connection are not answered yet. */
const open = new WeakMap<Socket, number>()

/**
 * Reads no more of a connection that sends the next request before the last is answered: else one connection could bring
 * thousands at once, each of which costs its headers. What has come already is answered in order.
 */
export function boundPipeline({ socket }: IncomingMessage, response: ServerResponse): void {
  const now = (open.get(socket) ?? 0) + 1
  open.set(socket, now)
  // Not at once: Node goes on reading at the end of each request of what it has read.
  if (now === 2)
    process.nextTick(() => {
      if ((open.get(socket) ?? 0) > 1) socket.pause()
    })
  response.once('close', () => {
    const left = (open.get(socket) ?? 1) - 1
    open.set(socket, left)
    // The body of the last may still be on its way.
    if (left === 1 || (left === 0 && now > 1)) socket.resume()
  })
}
