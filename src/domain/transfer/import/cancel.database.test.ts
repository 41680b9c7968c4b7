import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { mayImport } from '@/auth/job-actor'
import { newAdmin } from '@/testing/admins'
import { actorIn, newSchool, testDb, value } from '@/testing/factories'
import type { Actor } from '../../actor'
import { jobProgress } from '../../jobs/jobs'
import { workOnce } from '../../jobs/work'
import { cancelImport, createImport } from './commands'
import { getImport } from './queries'
import { retryImport } from './retry'
import { importWorkers } from './workers'

test('cancelled at the very end of its reading, an import is cancelled and not tried again before somebody asks', async () => {
  const { operator } = await newSchool()
  const held = { holder: randomUUID(), lease: 20 }
  const file = Readable.from([Buffer.from('学号,姓名,届别\n1,张三,2029\n')])
  const { id, job } = value(await createImport(testDb, operator, { role: 1, fileName: 'c.csv' }, file, held))
  let cancelling: Promise<unknown> | undefined
  await workOnce(testDb, importWorkers, new AbortController().signal, {
    ...{ ...held, id: job, beat: 3_600_000 },
    // With the only sign of life, so that the end of the reading is what finds out.
    onProgress: () => {
      cancelling ??= cancelImport(testDb, operator, { id })
    },
  })
  await cancelling
  expect(await jobProgress(testDb, job)).toMatchObject({ state: 'cancelled' })

  const again = value(await retryImport(testDb, operator, { id }))
  await workOnce(testDb, importWorkers, new AbortController().signal, { id: again.job })
  expect(value(await getImport(testDb, operator, { id }))).toMatchObject({
    state: 'ready',
    counts: { new: 1 },
    problem: null,
  })
  expect(await retryImport(testDb, operator, { id }), 'it is read').toMatchObject({
    failure: { reason: 'import_ended' },
  })
})

test('import: it is not read for an administrator who was removed while it waited', async () => {
  const { operator } = await newSchool()
  const { account } = await newAdmin(operator)
  const admin: Actor = { ...actorIn(operator.schoolId, 'school_admin', undefined, { accountId: account }), via: 'page' }
  const file = Readable.from([Buffer.from('学号,姓名,届别\n1,张三,2029\n')])
  const { id, job } = value(await createImport(testDb, admin, { role: 1, fileName: 'c.csv' }, file))
  await testDb.sql('UPDATE account SET is_super = 0 WHERE id = $1', [account])
  await workOnce(testDb, importWorkers, new AbortController().signal, { id: job, mayRun: mayImport })
  expect(value(await getImport(testDb, operator, { id }))).toMatchObject({
    state: 'failed',
    problem: { kind: 'forbidden' },
  })
})
