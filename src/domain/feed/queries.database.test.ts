import { describe, expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import { createInvitation } from '../accounts/invitations'
import type { Actor } from '../actor'
import { createApiKey } from '../api-keys/commands'
import { removeField, restoreField, updateField } from '../fields/commands'
import { listFields } from '../fields/queries'
import { patchPerson } from '../people/commands'
import { readPerson } from '../people/queries'
import { removePeople } from '../people/remove'
import { undo } from '../undo/commands'
import { readCursor, writeCursor } from './cursor'
import { checkCursor, daysKept, newCursor, readChanges } from './queries'

type Told = { type: string; id: number; at: string; record: unknown }

const start = async (actor: Actor) => {
  const begun = await newCursor(testDb, actor)
  if (!begun.ok) throw new Error(begun.failure.kind)
  return begun.value
}

/** What came after the cursor, and where the feed is then. */
async function read(actor: Actor, after: string, limit = 100) {
  const cursor = await checkCursor(testDb, actor, after)
  if (!cursor.ok) throw new Error(cursor.failure.kind)
  const { json, next, more } = await readChanges(testDb, actor, cursor.value, limit)
  const told: Told[] = JSON.parse(json)
  return { told, next, more }
}
const brief = (told: readonly Told[]) => told.map(({ type, id }) => `${type} ${id}`)
const failureOf = async (actor: Actor, cursor: string) => {
  const checked = await checkCursor(testDb, actor, cursor)
  return checked.ok ? 'none' : checked.failure.kind
}
const flat = async (actor: Actor, id: number) => JSON.parse(value(await readPerson(testDb, actor, { id }, 'flat')))

describe('what the feed tells', () => {
  test('each change comes once, in order, with the record as it is now', async () => {
    const { operator } = await newSchool()
    const begin = await start(operator)
    const field = await newField(operator)
    const student = await newStudent(operator, { values: { [field.name]: '一班' } })
    const other = await newStudent(operator)
    const first = await read(operator, begin)
    expect(brief(first.told)).toEqual([
      `field.created ${field.id}`,
      `person.created ${student.id}`,
      `person.created ${other.id}`,
    ])
    expect(first.told[0]?.record).toEqual(value(await listFields(testDb, operator, {}))[0])
    expect(first.told[1]?.record).toEqual(await flat(operator, student.id))
    expect(Date.now() - Date.parse(first.told[1]?.at ?? '')).toBeLessThan(60_000)

    value(await patchPerson(testDb, operator, student.id, { name: '李四' }, 'flat'))
    const { change_set } = value(await removePeople(testDb, operator, { ids: [other.id] }))
    const second = await read(operator, first.next)
    expect(brief(second.told)).toEqual([`person.updated ${student.id}`, `person.deleted ${other.id}`])
    expect(second.told.map(({ record }) => record)).toEqual([await flat(operator, student.id), null])

    value(await undo(testDb, operator, { change_set }))
    value(await removeField(testDb, operator, { name: field.name }))
    value(await restoreField(testDb, operator, { id: field.id }))
    value(await updateField(testDb, operator, { name: field.name, patch: { name: 'renamed' } }))
    const third = await read(operator, second.next)
    expect(brief(third.told)).toEqual([`person.created ${other.id}`, `field.created ${field.id}`])
    expect(third.told[0]?.record).toHaveProperty('renamed')
    expect(await read(operator, third.next)).toMatchObject({ told: [], more: false })
  })

  test('a page holds so many changes; those of one record in it are one', async () => {
    const { operator } = await newSchool()
    const begin = await start(operator)
    const one = await newStudent(operator)
    const other = await newStudent(operator)
    value(await patchPerson(testDb, operator, one.id, { name: '甲' }, 'flat'))
    value(await removePeople(testDb, operator, { ids: [other.id] }))
    const whole = await read(operator, begin)
    expect(brief(whole.told)).toEqual([`person.created ${one.id}`, `person.deleted ${other.id}`])
    const pages = []
    for (let page = { next: begin, more: true }; page.more; ) {
      const got = await read(operator, page.next, 1)
      pages.push(...brief(got.told))
      page = got
    }
    expect(pages).toEqual([
      `person.created ${one.id}`,
      `person.deleted ${other.id}`,
      `person.updated ${one.id}`,
      `person.deleted ${other.id}`,
    ])
  })

  test('a guardian who stays is told of when a child goes or comes back', async () => {
    const { operator } = await newSchool()
    const [elder, younger] = [await newStudent(operator), await newStudent(operator)]
    const guardian = await newGuardian(operator, elder.id)
    await testDb.sql('INSERT INTO guardianship (guardian_id, student_id, school_id, position) VALUES ($1, $2, $3, 1)', [
      guardian.id,
      younger.id,
      operator.schoolId,
    ])
    const begin = await start(operator)
    const { change_set } = value(await removePeople(testDb, operator, { ids: [elder.id] }))
    const gone = await read(operator, begin)
    expect(brief(gone.told)).toEqual([`person.deleted ${elder.id}`, `person.updated ${guardian.id}`])
    expect(gone.told[1]?.record).toMatchObject({ student_id: younger.id })
    value(await undo(testDb, operator, { change_set }))
    const back = await read(operator, gone.next)
    expect(brief(back.told)).toEqual([`person.created ${elder.id}`, `person.updated ${guardian.id}`])
    expect(back.told[1]?.record).toMatchObject({ student_id: elder.id })
  })

  test('nobody is told more than they may read', async () => {
    const { id, operator } = await newSchool()
    const begin = await start(operator)
    await newField(operator)
    const student = await newStudent(operator, { idcard: '110105194912310021', phone: '13800006349' })
    value(await createApiKey(testDb, operator, { name: 'x' }))
    value(await createInvitation(testDb, { ...operator, scopes: new Set(['accounts:manage']) }, {}))
    const people = await read(actorIn(id, 'api_key', ['people:read']), begin)
    expect(brief(people.told)).toEqual([`person.created ${student.id}`])
    expect(people.told[0]?.record).toMatchObject({ idcard: '1101**********0021', phone: '138****6349' })
    expect((await read(actorIn(id, 'api_key', ['people:read', 'pii:read']), begin)).told[0]?.record).toMatchObject({
      phone: '13800006349',
    })
    expect((await read(actorIn(id, 'api_key', ['people:read', 'fields:read']), begin)).told).toHaveLength(2)
    expect(await failureOf(actorIn(id, 'api_key', ['fields:read']), begin)).toBe('forbidden')
  })
})

describe('a cursor', () => {
  test('is of its school alone', async () => {
    const [{ operator }, stranger] = [await newSchool(), await newSchool()]
    expect(await failureOf(stranger.operator, await start(operator))).toBe('unknown_cursor')
    expect(await failureOf(operator, 'nonsense')).toBe('unknown_cursor')
  })

  test('lasts 90 days, and longer for whoever keeps asking', async () => {
    const { id, operator } = await newSchool()
    const days = (count: number) => Date.now() - count * 86_400_000
    const at = (since: number) => writeCursor({ schoolId: id, position: 0, at: 0, since })
    expect(await failureOf(operator, at(days(daysKept + 0.1)))).toBe('gone')
    const { next } = await read(operator, at(days(daysKept - 0.1)))
    expect(readCursor(next)?.since).toBeGreaterThan(days(0.1))
  })

  test('is gone in a database that was brought back to before it', async () => {
    const { id, operator } = await newSchool()
    await newStudent(operator)
    const backup = await start(operator)
    await newStudent(operator)
    const later = await start(operator)
    expect(await failureOf(operator, later)).toBe('none')
    await testDb.sql('DELETE FROM feed_entry WHERE school_id = $1 AND position = 2', [id])
    expect(await failureOf(operator, later)).toBe('gone')
    // Something else has the place now.
    await newStudent(operator)
    expect(brief((await read(operator, backup)).told)).toHaveLength(1)
    expect(await failureOf(operator, later)).toBe('gone')
  })
})
