// A process of its own that holds the database of a data dir until its stdin ends: for the tests of sharing it.
import { acquireDatabase } from '../infra/embedded-postgres'

const database = await acquireDatabase(process.argv[2] ?? '', { durable: false })
process.stdout.write(`${database.url}\n`)
for await (const _ of process.stdin) {
  // Only the end counts.
}
await database.release()
process.stdout.write('released\n')
