// A web process as far as the use of keys goes: it counts calls of two secrets and writes them down now and then, the
// last of them at its end. `node --import tsx … <database> <secret> <secret>`, for the test of several such.
import { flushLastUse, flushUse, noteUse } from '../domain/api-keys/use'
import { openDb } from '../infra/db'

const [url = '', ...secrets] = process.argv.slice(2)
const db = openDb(url, 2)
for (let round = 0; round < 20; round++) {
  for (const secret of secrets) for (let n = 0; n < 10; n++) noteUse(Number(secret), '192.0.2.7', n === 0)
  if (round % 3 === 0) await flushUse(db)
}
await flushLastUse(db)
await db.end()
