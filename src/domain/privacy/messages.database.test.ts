import { appendFile, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { env } from '@/infra/env'
import { appendToOutbox, cutOutbox, outboxFile } from '@/infra/sms/outbox'
import { newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { patchPerson } from '../people/commands'
import { erasePerson } from './erase-person'
import { daysInOutbox, outboxRetention } from './messages'

const file = outboxFile(env().dataDir)
const newPhone = () => `19${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`
const written = (phone: string) => appendToOutbox(file, { phone, username: '', code: '012345' }, '名册')
const isThere = async (phone: string) => (await readFile(file, 'utf8')).includes(`"phone":"${phone}"`)

test('erasing a person drops the messages to every phone they had, and no other', async () => {
  const { operator } = await newSchool()
  const [old, now, account, guardians, other] = [newPhone(), newPhone(), newPhone(), newPhone(), newPhone()]
  const person = await newStudent(operator, { phone: `+86 ${old.slice(0, 3)}-${old.slice(3, 7)}-${old.slice(7)}` })
  value(await patchPerson(testDb, operator, person.id, { phone: now }, 'flat'))
  await testDb.prisma.account.create({
    data: { schoolId: operator.schoolId, personId: person.id, username: unique('a'), phone: account },
  })
  const guardian = await newGuardian(operator, person.id, { phone: guardians })
  for (const phone of [old, now, account, guardians, other]) await written(phone)
  value(await erasePerson(testDb, operator, { id: person.id, name: person.name, guardians: [guardian.id] }))
  for (const phone of [old, now, account, guardians]) expect(await isThere(phone), phone).toBe(false)
  expect(await isThere(other)).toBe(true)
})

test('a message is dropped when it is seven days old', async () => {
  const [old, fresh] = [newPhone(), newPhone()]
  await written(old)
  await written(fresh)
  // As if it had been written then.
  const text = await readFile(file, 'utf8')
  const [line = ''] = text.split('\n').filter((each) => each.includes(old))
  const at = (milliseconds: number) => new Date(Date.now() - daysInOutbox * 86_400_000 + milliseconds).toISOString()
  await cutOutbox(file, ({ phone }) => phone !== old)
  await appendFile(file, `${line.replace(/"at":"[^"]*"/, `"at":"${at(-1_000)}"`)}\n`)
  expect(await isThere(old)).toBe(true)
  expect(await outboxRetention.run(testDb, new AbortController().signal)).toBe(false)
  expect([await isThere(old), await isThere(fresh)]).toEqual([false, true])
})

test('an erasure beside the hourly cut brings nothing back', async () => {
  const { operator } = await newSchool()
  const people = await Promise.all(Array.from({ length: 8 }, () => newStudent(operator, { phone: newPhone() })))
  for (const { phone } of people) await written(phone)
  await Promise.all([
    ...people.map(({ id, name }) => erasePerson(testDb, operator, { id, name, guardians: [] }).then(value)),
    ...people.map(() => outboxRetention.run(testDb, new AbortController().signal)),
  ])
  for (const { phone } of people) expect(await isThere(phone)).toBe(false)
})
