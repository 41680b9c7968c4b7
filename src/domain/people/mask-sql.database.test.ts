import { expect, test } from 'vitest'
import { testDb } from '@/testing/factories'
import { isMaskOf, isMaskOfSql, maskedKeys, maskNumber, maskNumberSql } from './mask-rules'

const numbers = Array.from({ length: 33 }, (_, length) => 'A1234567890123456789012345678901X'.slice(0, length))
const odd = ['𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷', '护照号码一二三四五六七八九十甲乙丙丁', '11010519491231002X', '+86 138 0013 6349']

test('SQL masks every number as TypeScript does', async () => {
  const texts = [...numbers, ...odd]
  for (const key of maskedKeys) {
    const [row] = await testDb.sql<{ masked: string[] }>(
      `SELECT to_json(array_agg(${maskNumberSql(key, 'u.text')} ORDER BY u.at)) AS masked FROM unnest($1::text[]) WITH ORDINALITY AS u(text, at)`,
      [texts],
    )
    expect(row?.masked).toEqual(texts.map((text) => maskNumber(key, text)))
  }
})

test('SQL and TypeScript agree on which text stands for a number', async () => {
  const pairs = [...numbers.slice(1), ...odd].flatMap((number) =>
    [maskNumber('idcard', number), maskNumber('phone', number), '1101**********002X', '110105********002X', '*'].map(
      (masked) => ({ masked, number }),
    ),
  )
  for (const key of maskedKeys) {
    const [row] = await testDb.sql<{ same: boolean[] }>(
      `SELECT to_json(array_agg(${isMaskOfSql(key, 'u.masked', 'u.number')} ORDER BY u.at)) AS same
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS u(masked, number, at)`,
      [pairs.map(({ masked }) => masked), pairs.map(({ number }) => number)],
    )
    expect(row?.same).toEqual(pairs.map(({ masked, number }) => isMaskOf(key, masked, number)))
  }
})
