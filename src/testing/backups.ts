import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll } from 'vitest'
import { operatorActor } from '@/auth/operator'
import { createAdmin } from '@/domain/accounts/commands'
import { createApiKey } from '@/domain/api-keys/commands'
import { makeBackup } from '@/domain/backup/make'
import { restoreBackup } from '@/domain/backup/restore'
import type { Place } from '@/domain/backup/secret'
import { createField } from '@/domain/fields/commands'
import { claimJob } from '@/domain/jobs/jobs'
import { workOnce } from '@/domain/jobs/work'
import { createPerson } from '@/domain/people/commands'
import { parsePerson } from '@/domain/people/queries'
import { removePeople } from '@/domain/people/remove'
import { createSchool } from '@/domain/schools/commands'
import { configureImport, createImport } from '@/domain/transfer/import/commands'
import { importWorkers } from '@/domain/transfer/import/workers'
import { createEndpoint } from '@/domain/webhooks/commands'
import { openBackup } from '@/infra/backup/read'
import type { RootDb } from '@/infra/db'
import { env } from '@/infra/env'
import { value } from './factories'

/** For a file of tests: a folder of its own, removed at the end. */
export function scratchFolder() {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'mingce-backups-'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  return (name: string = randomUUID()) => path.join(folder, name)
}

/** Where the tests' own site is: AUTH_SECRET is one of its settings. */
export const here = (): Place => ({ dataDir: env().dataDir, authSecret: env().authSecret })

export async function backUp(url: string, file: string, place = here()) {
  return makeBackup(url, createWriteStream(file), place)
}

export async function restore(url: string, file: string, place: Place, lostSecret = false) {
  const backup = await openBackup(file)
  try {
    return await restoreBackup(url, backup, place, { lostSecret, onProgress: () => {} })
  } finally {
    backup.close()
  }
}

export const admin = { username: 'head', password: 'Tidy-Lamp-42-River', address: '10.0.0.1' }

/** A school with some of everything, in a database of its own: people, links, values, history, a key, an import, a webhook. */
export async function furnish(db: RootDb) {
  const { id } = value(await createSchool(db, { name: '实验中学\t\\N' }))
  const operator = await operatorActor(db, id, 'command-line')
  if (!operator) throw new Error('the school was not made')
  value(await createAdmin(db, operator, { username: admin.username, password: admin.password }))
  value(await createField(db, operator, { name: 'card', label: '卡号', role: 1, type: 1, unique: true }))
  const student = async (usin: string, extra = {}) =>
    parsePerson(
      value(await createPerson(db, operator, { role: 1, usin, name: '张三', graduates_in: 2027, ...extra }, 'nested')),
    )
  const first = await student('1', { values: { card: '一\n二\\' } })
  const second = await student('2')
  const guardian = { role: 8, usin: 'G1', name: '张父', student_id: first.id, guardian_role: 1 }
  value(await createPerson(db, operator, guardian, 'nested'))
  const removed = value(await removePeople(db, operator, { ids: [second.id] }))
  const { api_key } = value(await createApiKey(db, operator, { name: 'timetable' }))
  value(await createEndpoint(db, operator, { url: 'https://example.edu/hook', kinds: ['person.created'] }))

  const held = { holder: randomUUID(), lease: 60 }
  const file = Readable.from([Buffer.from('学号,姓名,毕业年份\n7,李四,2028\n')])
  const read = value(await createImport(db, operator, { role: 1, fileName: 'people.csv' }, file, held))
  await workOnce(db, importWorkers, new AbortController().signal, { ...held, id: read.job })
  const again = value(
    await configureImport(db, operator, { id: read.id, settings: { mode: 'add' } }, { ...held, lease: 0 }),
  )
  // Whoever reads it is killed before the end.
  await claimJob(db, randomUUID(), 0, { kinds: ['import-read'], id: again.job })
  return { id, operator, first, second, removed, api_key, importId: read.id }
}
