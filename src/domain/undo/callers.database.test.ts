import { beforeAll, describe, expect, test } from 'vitest'
import { actorIn, newField, newGuardian, newSchool, newStudent, testDb, value } from '@/testing/factories'
import type { Actor } from '../actor'
import { record } from '../history/record'
import { patchPerson } from '../people/commands'
import { parsePerson, readPerson } from '../people/queries'
import { removePeople, setStatus } from '../people/remove'
import { previewUndo, undo } from './commands'

let actor: Actor
beforeAll(async () => {
  actor = (await newSchool()).operator
})

const lastSet = async (): Promise<string> => {
  const [row] = await testDb.sql<{ id: string }>('SELECT max(id)::text AS id FROM change_set WHERE school_id = $1', [
    actor.schoolId,
  ])
  return row?.id ?? ''
}
const patch = async (id: number, input: object): Promise<string> => {
  value(await patchPerson(testDb, actor, id, input, 'nested'))
  return lastSet()
}

describe('who may', () => {
  const now = new Date()
  const graduates_in = now.getMonth() >= 7 ? now.getFullYear() + 3 : now.getFullYear() + 2
  test('a grade administrator what they keep before and after, and nothing of another school', async () => {
    const grade = actorIn(actor.schoolId, 'grade_admin', undefined, { grade: 1 })
    const mine = await newStudent(actor, { graduates_in, duration: 3 })
    const theirs = await newStudent(actor, { graduates_in: graduates_in - 1, duration: 3 })
    const ofMine = await patch(mine.id, { name: '赵六' })
    const both = value(await setStatus(testDb, actor, { ids: [mine.id, theirs.id], status: 2 }))
    expect(both.count).toBe(2)
    const ofBoth = await lastSet()
    expect(await undo(testDb, grade, { change_set: ofBoth })).toEqual({ ok: false, failure: { kind: 'not_found' } })
    expect(value(await undo(testDb, grade, { change_set: ofMine })).people.change).toBe(1)

    const movedIn = await patch(theirs.id, { graduates_in })
    expect(await previewUndo(testDb, grade, { change_set: movedIn }), 'it would leave the grade').toMatchObject({
      failure: { kind: 'not_found' },
    })
    const guardian = await newGuardian(actor, mine.id)
    const removed = value(await removePeople(testDb, actor, { ids: [mine.id] }))
    expect(value(await undo(testDb, grade, removed)).people.restore, 'with the guardian').toBe(2)
    expect((await readPerson(testDb, actor, { id: guardian.id }, 'nested')).ok).toBe(true)

    const stranger = (await newSchool()).operator
    expect(await undo(testDb, stranger, { change_set: ofMine })).toMatchObject({ failure: { kind: 'not_found' } })
    expect(await undo(testDb, actorIn(actor.schoolId, 'teacher'), { change_set: ofMine })).toMatchObject({
      failure: { kind: 'forbidden' },
    })
  })
})

test('undo: rights are asked before the set is looked for, and one that is not theirs is as one that is not there', async () => {
  const { id } = await newStudent(actor)
  const field = await newField(actor)
  const ofField = await lastSet()
  const ofPeople = await patch(id, { name: '钱七' })
  const author = { schoolId: actor.schoolId, via: 'page', accountId: null, apiKeyId: null } as const
  const ofExport = await record(testDb, author, [], { kind: 'export', title: field.name })
  const ofAccount = await record(testDb, author, [{ noun: 'account', nounId: 1, action: 'update' }])
  const missing = '999999999999999999'
  const sets = [ofField, ofPeople, ofExport, ofAccount, missing]
  const asked = async (who: Actor) => {
    const answers = []
    for (const change_set of sets)
      for (const act of [previewUndo, undo]) {
        const answer = await act(testDb, who, { change_set, including: 'all' })
        answers.push(answer.ok ? 'ok' : answer.failure.kind)
      }
    return new Set(answers)
  }
  for (const role of ['self', 'teacher'] as const)
    expect(await asked(actorIn(actor.schoolId, role)), role).toEqual(new Set(['forbidden']))
  const reader = actorIn(actor.schoolId, 'api_key', ['people:read', 'fields:read', 'pii:read'])
  expect(await asked(reader), 'a key that reads').toEqual(new Set(['forbidden']))
  const grade = actorIn(actor.schoolId, 'grade_admin', undefined, { grade: 1 })
  expect(await asked(grade), 'nothing of it is of the grade').toEqual(new Set(['not_found']))
  const writer = actorIn(actor.schoolId, 'api_key', ['people:write'])
  for (const change_set of [ofField, ofExport, ofAccount, missing])
    expect(await undo(testDb, writer, { change_set })).toMatchObject({ failure: { kind: 'not_found' } })
  const admin = actorIn(actor.schoolId, 'school_admin')
  expect(await undo(testDb, admin, { change_set: ofExport })).toMatchObject({ failure: { reason: 'nothing_to_undo' } })
})

test('of two undos at once one does it, and the other finds nothing left; an edit meanwhile is not lost', async () => {
  const people = [await newStudent(actor), await newStudent(actor)]
  value(await setStatus(testDb, actor, { ids: people.map(({ id }) => id), status: 2 }))
  const change_set = await lastSet()
  const answers = await Promise.all([1, 2, 3].map(() => undo(testDb, actor, { change_set })))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  for (const answer of answers)
    if (!answer.ok) expect(answer.failure).toEqual({ kind: 'refused', reason: 'nothing_to_undo' })

  value(await setStatus(testDb, actor, { ids: people.map(({ id }) => id), status: 2 }))
  const again = await lastSet()
  const [one] = people
  const [undoing] = await Promise.all([
    undo(testDb, actor, { change_set: again }),
    patchPerson(testDb, actor, one?.id ?? 0, { email: 'meanwhile@example.com' }, 'flat').then(value),
  ])
  expect(undoing).toMatchObject({ ok: true })
  const left = await readPerson(testDb, actor, { id: one?.id ?? 0 }, 'nested')
  expect(parsePerson(value(left))).toMatchObject({ email: 'meanwhile@example.com', status: 1 })
})
