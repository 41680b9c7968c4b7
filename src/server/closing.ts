import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Stops taking requests, and returns when those in flight are answered, or after so many milliseconds. */
export async function closeServer(server: Server, patience: number): Promise<void> {
  let open = true
  server.close(() => {
    open = false
  })
  // A connection kept alive becomes idle when its answer is sent, which `close` itself does not wait for.
  for (const end = Date.now() + patience; open && Date.now() < end; await sleep(50)) server.closeIdleConnections()
  server.closeAllConnections()
}
