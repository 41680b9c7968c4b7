import { expect, test } from 'vitest'
import type { Field } from '@/domain/fields/schema'
import { listInput, sortOf, sortText } from './list-input'
import { loadListState } from './list-state'

const field = (name: string): Field => ({
  id: 1,
  name,
  label: name,
  role: 1,
  type: 2,
  options: [],
  required: false,
  unique: false,
  position: 0,
  created_at: '',
  updated_at: '',
})
const fields = [field('boarding')]
const asked = (query: string) => listInput('student', loadListState(new URLSearchParams(query)), fields)

test('an empty address asks for the first page', () => {
  expect(asked('')).toEqual({ roles: [1], page: 1, per_page: 20 })
})

test('everything in the address is asked for', () => {
  expect(asked('q= li &status=1,2&cohort=2026,2027&f=boarding:走读&f=boarding:住校&sort=-usin&page=3&per=50')).toEqual({
    roles: [1],
    q: 'li',
    statuses: [1, 2],
    graduates_in: [2026, 2027],
    values: { boarding: ['走读', '住校'] },
    sort: { by: 'usin', desc: true },
    page: 3,
    per_page: 50,
  })
})

test('a link older than the fields still opens', () => {
  expect(asked('f=gone:x&sort=gone&status=9&per=7&page=-2')).toEqual({ roles: [1], page: 1, per_page: 20 })
})

test('a value may hold colons', () => {
  expect(asked('f=boarding:a:b')).toMatchObject({ values: { boarding: ['a:b'] } })
})

test('an order survives the way into the address and back', () => {
  expect(sortOf(sortText({ id: 'boarding', desc: true }), fields)).toEqual({ id: 'boarding', desc: true })
  expect(sortText(undefined)).toBe('')
})
