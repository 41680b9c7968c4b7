import { expect, test } from 'vitest'
import { approvalOf, proposal } from './decisions'
import type { Candidate } from './types'

const byNumber: Candidate = { id: 5, name: '张伟', usin: 'T1', by: 'work_id' }
const byPhone: Candidate = { id: 6, name: '张伟', usin: 'T2', by: 'phone' }

test.each<[Candidate[], string]>([
  [[], 'new'],
  [[byNumber], '5'],
  [[byPhone], '6'],
  // A work number tells more than a name.
  [[byNumber, byPhone], '5'],
  [[byPhone, { ...byPhone, id: 7 }], ''],
  // An account that a key made is the teacher's it was made for.
  [[byPhone, { ...byNumber, id: 8, by: 'record', key: '排课' }], '8'],
  // Two teachers may have one name.
  [[{ ...byPhone, by: 'name' }], ''],
  [[{ ...byNumber, by: 'number' }], ''],
  [[{ ...byNumber, by: 'number' }, byPhone], '6'],
])('of %j is proposed %j', (suggestions, person) => {
  expect(proposal(suggestions)).toEqual({ person, grade: false, super: false })
})

test('a decision is sent as the server wants it said', () => {
  expect(approvalOf({ id: 1 }, { person: '5', grade: true, super: false })).toEqual({
    id: 1,
    person: 5,
    grant_grade: true,
    grant_super: false,
  })
  expect(approvalOf({ id: 1 }, { person: 'new', grade: false, super: false })?.person).toBe('new')
  expect(approvalOf({ id: 1 }, { person: '', grade: false, super: false })).toBeUndefined()
})
