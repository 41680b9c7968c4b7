// A process that sends a file to import and is killed while it does: for the tests of what a kill leaves.
import { Readable } from 'node:stream'
import { operatorActor } from '../auth/operator'
import { createImport } from '../domain/transfer/import/commands'
import { openDb } from '../infra/db'

const [url = '', school = '', how = ''] = process.argv.slice(2)
async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('学号,姓名,届别\nN1,王五,2027\n')
  // The sender never comes to an end.
  if (how === 'endless') await new Promise((resolve) => setTimeout(resolve, 600_000))
}
const db = openDb(url, 2)
const actor = await operatorActor(db, Number(school), 'command-line')
if (!actor) throw new Error('there is no such school')
await createImport(db, actor, { role: 1, fileName: 'k.csv' }, Readable.from(file()))
process.stdout.write('done\n')
process.exit()
