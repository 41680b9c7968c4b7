import type { Server } from 'node:http'

/** Listens on a free port, which the bench is told, and ends with the bench. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.(typeof address === 'object' && address ? address.port : 0)
  })
  process.on('disconnect', () => process.exit(0))
}
