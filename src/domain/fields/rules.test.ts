import { expect, test } from 'vitest'
import { checkOptions, checkValue, isReserved } from './rules'
import { type FieldType, fieldTypes } from './schema'

const field = (type: FieldType, options: string[] = []) => ({ name: 'f', type, options, required: false })
const reason = (type: FieldType, value: unknown, options?: string[]) => {
  const checked = checkValue(field(type, options), value)
  return typeof checked === 'string' ? checked : { reason: checked.reason }
}
const invalid = { reason: 'invalid' }

test('a value is kept as text, or refused', () => {
  expect(reason(fieldTypes.text, '  高 ')).toBe('高')
  expect(reason(fieldTypes.text, 170)).toBe('170')
  expect(reason(fieldTypes.text, { a: 1 })).toEqual(invalid)
  expect(reason(fieldTypes.text, 'x'.repeat(2001))).toEqual({ reason: 'too_long' })
  expect(reason(fieldTypes.text, null)).toBe('')
})

test('choices are drawn from the options, in their order', () => {
  expect(reason(fieldTypes.choice, '乙', ['甲', '乙'])).toBe('乙')
  expect(reason(fieldTypes.choice, '丙', ['甲', '乙'])).toEqual({ reason: 'unknown_option' })
  expect(reason(fieldTypes.choice, ['甲'], ['甲', '乙'])).toEqual(invalid)
  expect(reason(fieldTypes.choices, ['乙', '甲'], ['甲', '乙'])).toBe('甲;乙')
  expect(reason(fieldTypes.choices, '乙; 甲', ['甲', '乙'])).toBe('甲;乙')
  expect(reason(fieldTypes.choices, '甲;丙', ['甲', '乙'])).toEqual({ reason: 'unknown_option' })
})

test('numbers, days, yes or no, and links have their shapes', () => {
  expect([reason(fieldTypes.number, 1.5), reason(fieldTypes.number, '+7'), reason(fieldTypes.number, '1e9')]).toEqual([
    '1.5',
    '7',
    invalid,
  ])
  expect([
    reason(fieldTypes.date, '2024-02-29'),
    reason(fieldTypes.date, '2026-02-29'),
    reason(fieldTypes.date, '2026-2-9'),
  ]).toEqual(['2024-02-29', invalid, invalid])
  expect([reason(fieldTypes.yes_no, true), reason(fieldTypes.yes_no, 'yes')]).toEqual(['true', invalid])
  expect([reason(fieldTypes.link, 'https://example.com/a'), reason(fieldTypes.link, 'javascript:alert(1)')]).toEqual([
    'https://example.com/a',
    invalid,
  ])
})

test('a required value cannot be cleared', () => {
  expect(checkValue({ ...field(fieldTypes.text), required: true }, '')).toEqual({ field: 'f', reason: 'blank' })
})

test('options are wanted by choices alone, without repeats and without the separator', () => {
  expect(checkOptions(fieldTypes.text, [])).toEqual([])
  expect(checkOptions(fieldTypes.choice, [])).toMatchObject([{ reason: 'blank' }])
  expect(checkOptions(fieldTypes.choice, ['a', 'b', 'a'])).toMatchObject([{ reason: 'taken', value: 'a' }])
  expect(checkOptions(fieldTypes.choices, ['a;b'])).toMatchObject([{ reason: 'invalid' }])
})

test('names that are built in are reserved whatever their case', () => {
  for (const name of ['usin', 'ROLE', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'prototype', 'student_id'])
    expect(isReserved(name), name).toBe(true)
  expect(isReserved('class_name')).toBe(false)
})
