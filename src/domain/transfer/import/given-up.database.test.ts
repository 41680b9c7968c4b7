import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { newSchool, testDb, value } from '@/testing/factories'
import { readFile, work } from '@/testing/imports'
import { cancelImport, runImport } from './commands'
import { dropFile, fileOf } from './files'
import { getImport } from './queries'
import { retryImport } from './retry'

const file = '学号,姓名,届别\nN1,王五,2027'

test('import: a reading that was given up is read again as it was, a file that is gone says so at once', async () => {
  const { operator } = await newSchool()
  const read = await readFile(operator, file, { settings: { mode: 'add' } })
  expect(await retryImport(testDb, operator, { id: read.id })).toMatchObject({ failure: { reason: 'import_ended' } })
  const again = async () => {
    await testDb.sql(`UPDATE import SET state = 'failed', problem = '{"kind": "died"}' WHERE id = $1`, [read.id])
    const holder = randomUUID()
    const { job } = value(await retryImport(testDb, operator, { id: read.id }, { holder, lease: 60 }))
    await work(job, holder)
    return value(await getImport(testDb, operator, { id: read.id }))
  }
  expect(await again()).toMatchObject({ state: 'ready', problem: null, settings: { mode: 'add' }, counts: { new: 1 } })
  await dropFile(fileOf(read.id))
  expect(await again()).toMatchObject({ state: 'failed', problem: { kind: 'gone' } })
})

test('import: while it waits to go on by itself it says what came between', async () => {
  const { operator } = await newSchool()
  const { id } = await readFile(operator, file)
  const { job } = value(await runImport(testDb, operator, { id }, { holder: randomUUID(), lease: 60 }))
  const troubleAfter = async (set: string) => {
    await testDb.sql(`UPDATE job SET ${set} WHERE id = $1::bigint`, [job])
    return value(await getImport(testDb, operator, { id })).job?.trouble
  }
  const held = `state = 'running', trouble = NULL, held_until = now() +`
  expect(await troubleAfter(`${held} interval '15 seconds'`)).toBe(null)
  expect(await troubleAfter(`${held} interval '5 seconds'`), 'no sign of life').toBe('cut_off')
  expect(await troubleAfter(`state = 'waiting', trouble = 'full'`)).toBe('full')
  value(await cancelImport(testDb, operator, { id }))
})
