import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor'

const cursor = { schoolId: 7, position: 12_345_678_901, at: 1_795_570_000_123_456, since: 1_795_570_000_123 }

test('a cursor is read as it was written', () => {
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
})

test('a cursor of anybody else’s making is none', () => {
  const text = writeCursor(cursor)
  const touched = [...text].map(
    (letter, index) => `${text.slice(0, index)}${letter === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`,
  )
  const others = [
    '',
    'x',
    '0',
    `${text}A`,
    `${text}=`,
    text.slice(0, -4),
    ` ${text}`,
    Buffer.alloc(41).toString('base64url'),
  ]
  for (const other of [...touched, ...others]) expect(readCursor(other), other).toBeUndefined()
})
