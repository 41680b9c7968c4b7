import { PassThrough, pipeline, Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { RootDb } from '@/infra/db'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import { chinaDay } from '../dates'
import { forbidden, notFound, ok, type Result } from '../errors'
import { openChangeSet } from '../history/record'
import { can } from '../policy'
import type { OutFile } from '../transfer/export'
import { historyOf, type PersonalData, readPersonalData } from './personal-data'
import { personalHtml } from './personal-html'
import { notIncluded } from './personal-words'
import { type PersonalInput, personalInput } from './schema'

/** The data as JSON, written as the history is read. */
async function* jsonOf(
  data: PersonalData,
  excluded: string[],
  history: AsyncIterable<unknown[]>,
): AsyncGenerator<string> {
  yield `${JSON.stringify({ ...data, not_included: excluded }, null, 2).slice(0, -2)},\n  "history": [`
  let between = '\n'
  for await (const changes of history) {
    for (const change of changes) {
      yield `${between}    ${JSON.stringify(change)}`
      between = ',\n'
    }
  }
  yield '\n  ]\n}\n'
}

/**
 * All that is kept of one person, the deleted too: `person.json`, and `person.html` to be read, in a ZIP. Recorded before any
 * of it leaves.
 */
export async function exportPerson(db: RootDb, actor: Actor, given: PersonalInput): Promise<Result<OutFile>> {
  if (!can(actor, 'privacy:write') || !can(actor, 'pii:read')) return forbidden
  if (!isConfirmed(actor)) return unconfirmed
  const { id, language } = personalInput.parse(given)
  const found = await readPersonalData(db, actor, id)
  if (!found) return notFound
  // What the change set is called outlasts an erasure: no name in it.
  await openChangeSet(db, actor, { kind: 'export', title: `#${id}`, personId: id })
  const excluded = notIncluded.map((each) => each[language])
  const parts = {
    'person.json': Readable.from(jsonOf(found.data, excluded, historyOf(db, actor, id)), { objectMode: false }),
    'person.html': Readable.from(personalHtml(found, historyOf(db, actor, id), language), { objectMode: false }),
  }
  const zip = new ZipFile()
  for (const [name, part] of Object.entries(parts)) zip.addReadStream(part, name)
  zip.end()
  const out = new PassThrough()
  // Whoever reads it is told; without a listener a failure before that would end the process.
  out.on('error', () => {})
  zip.on('error', (error: Error) => out.destroy(error))
  for (const part of Object.values(parts)) part.on('error', (error) => out.destroy(error))
  pipeline(zip.outputStream, out, () => {
    for (const part of Object.values(parts)) part.destroy()
  })
  const name = `${found.data.person.name}-${chinaDay(new Date())}.zip`
  return ok({ name, type: 'application/zip', count: 1, bytes: out })
}
