import { expect, test } from 'vitest'
import { isMaskOf, maskedKeys, maskNumber } from './mask-rules'

test.each([
  ['11010519491231002X', '1101**********002X'],
  ['110105491231002', '1101*******1002'],
  ['E12345678', 'E1*****78'],
  ['H1234567890', 'H1*******90'],
  ['12345678', '12****78'],
  ['1234567', '*******'],
  ['', ''],
])('idcard %s is shown as %s', (number, shown) => {
  expect(maskNumber('idcard', number)).toBe(shown)
})

test.each([
  ['13800136349', '138****6349'],
  ['+8613800136349', '+86*******6349'],
  ['021-62345678', '021*****5678'],
  ['62345678', '62****78'],
  ['12345', '*****'],
])('phone %s is shown as %s', (number, shown) => {
  expect(maskNumber('phone', number)).toBe(shown)
})

test('a number of any length keeps four characters hidden, or all', () => {
  for (const key of maskedKeys)
    for (let length = 1; length <= 64; length++) {
      const hidden = [...maskNumber(key, '7'.repeat(length))].filter((each) => each === '*').length
      expect(hidden, `${key} of ${length}`).toBeGreaterThanOrEqual(Math.min(4, length))
    }
})

test('a mask stands for its number: today’s, and the former one of an ID number', () => {
  const number = '11010519491231002X'
  expect(isMaskOf('idcard', '1101**********002X', number)).toBe(true)
  expect(isMaskOf('idcard', '110105********002X', number)).toBe(true)
  expect(isMaskOf('idcard', ' 1101**********002X ', number)).toBe(true)
  expect(isMaskOf('idcard', '1101＊＊＊＊＊＊＊＊＊＊002X', number)).toBe(true)
  expect(isMaskOf('idcard', '*********', 'E12345678')).toBe(true)
  expect(isMaskOf('phone', '138****6349', '13800136349')).toBe(true)
})

test('no other text stands for it', () => {
  const number = '11010519491231002X'
  for (const other of ['1101*********002X', '110106********002X', '1101**********0021', '11010519*******02X', '*', ''])
    expect(isMaskOf('idcard', other, number), other).toBe(false)
  expect(isMaskOf('idcard', number, number), 'the number itself').toBe(false)
  // The former mask of a short phone hid one digit of eight: accepted, it could be guessed digit by digit.
  expect(isMaskOf('phone', '623*5678', '62345678')).toBe(false)
  expect(isMaskOf('phone', '13800****49', '13800136349')).toBe(false)
  expect(isMaskOf('phone', '', '')).toBe(false)
})
