import { expect, test } from 'vitest'
import type { Field } from '@/domain/fields/schema'
import { checkChange, checkNew, draftOf } from './person-draft'

const field = (name: string, over: Partial<Field> = {}): Field => ({
  id: 1,
  name,
  label: name,
  role: 1,
  type: 1,
  options: [],
  required: false,
  unique: false,
  position: 0,
  created_at: '',
  updated_at: '',
  ...over,
})
const fields = [field('dorm', { type: 2, options: ['A', 'B'], required: true }), field('card')]

test('a blank form complains of every field that is needed, once', () => {
  const checked = checkNew('student', draftOf('student', fields, undefined), fields)
  expect(checked).toEqual({
    complaints: [
      expect.objectContaining({ key: 'usin', reason: 'blank' }),
      expect.objectContaining({ key: 'name', reason: 'blank' }),
      expect.objectContaining({ key: 'graduates_in', reason: 'blank' }),
      expect.objectContaining({ key: 'values.dorm', reason: 'blank' }),
    ],
  })
})

test('a filled form becomes a person: numbers are numbers, what is empty is not sent', () => {
  const draft = {
    ...draftOf('student', fields, undefined),
    name: ' 李雷 ',
    usin: '7',
    graduates_in: '2027',
    'values.dorm': 'A',
  }
  expect(checkNew('student', draft, fields)).toEqual({
    data: { role: 1, name: '李雷', usin: '7', gender: 'u', status: 1, graduates_in: 2027, values: { dorm: 'A' } },
  })
})

test('a change holds what was changed and nothing else', () => {
  const draft = { ...draftOf('student', fields, undefined), duration: '', 'values.card': 'x' }
  expect(checkChange('student', draft, ['duration', 'values.card'], fields)).toEqual({
    data: { duration: null, values: { card: 'x' } },
  })
})

test('a value too long says how long it may be', () => {
  const draft = { ...draftOf('student', fields, undefined), name: 'x'.repeat(65) }
  expect(checkChange('student', draft, ['name'], fields)).toEqual({
    complaints: [{ key: 'name', reason: 'too_long', limit: 64 }],
  })
})

test('a student cannot lose the year of graduation', () => {
  expect(checkChange('student', { graduates_in: '' }, ['graduates_in'], fields)).toEqual({
    complaints: [expect.objectContaining({ key: 'graduates_in', reason: 'blank' })],
  })
})
