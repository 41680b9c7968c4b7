import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Field, fieldTypes } from '../../fields/schema'
import { attributes, required } from '../../people/schema'
import { cellChecks, fieldCheck, unknownOptions, Wrong } from './cells'

const check = (target: string, text: string) => cellChecks[target]?.(text)

/** What a call with the same text is kept as, or undefined where it is refused. */
function bySchema(target: keyof typeof attributes | keyof typeof required, text: string): unknown {
  const schema = target === 'usin' || target === 'name' ? required[target] : attributes[target]
  return schema.safeParse(text).data
}

const likely = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('0', '1', '9', '-', '+', ' ', 'a', '@', '.', '/', ':', 'x'), maxLength: 80 }),
  fc.emailAddress(),
  fc.webUrl(),
  fc.integer({ min: -10, max: 2300 }).map(String),
  fc
    .date({ noInvalidDate: true, min: new Date('1800-01-01'), max: new Date('2300-01-01') })
    .map((date) => date.toISOString().slice(0, 10)),
)

test.each([
  'usin',
  'name',
  'outer_id',
  'email',
  'phone',
  'idcard',
  'graduates_in',
  'duration',
  'entered_at',
  'avatar_url',
] as const)('whatever the schema takes as %s is taken from a cell, as the same', (target) => {
  fc.assert(
    fc.property(likely, (given) => {
      const text = given.trim()
      fc.pre(text !== '')
      const kept = bySchema(target, text)
      if (kept !== undefined) expect(check(target, text)).toBe(kept)
    }),
  )
})

test.each(['usin', 'name', 'outer_id', 'email', 'idcard', 'avatar_url'] as const)(
  'whatever the schema refuses as %s is refused in a cell',
  (target) => {
    fc.assert(
      fc.property(likely, (given) => {
        const text = given.trim()
        fc.pre(text !== '')
        if (bySchema(target, text) === undefined) expect(check(target, text)).toBeInstanceOf(Wrong)
      }),
    )
  },
)

test.each([
  ['gender', '男', 'm'],
  ['gender', '女生', 'f'],
  ['status', '已归档', 2],
  ['status', '在读', 1],
  ['guardian_role', '母亲', 2],
  ['graduates_in', '2027届', 2027],
  ['graduates_in', '2027 年', 2027],
  ['duration', '3年', 3],
  ['entered_at', '2024/9/1', '2024-09-01'],
  ['entered_at', '2024年9月1日', '2024-09-01'],
  ['phone', '１３８００００００００', '13800000000'],
])('%s %s is understood', (target, text, value) => expect(check(target, text)).toBe(value))

test.each([
  ['gender', '男女'],
  ['graduates_in', '2027级'],
  ['graduates_in', '1.5'],
  ['entered_at', '9/1/2024'],
  ['phone', '电话138'],
  ['idcard', '1101****0011'],
])('%s %s is not', (target, text) => expect(check(target, text)).toBeInstanceOf(Wrong))

const field = (type: Field['type'], options: string[] = []): Field => ({
  ...{ id: 1, name: 'f', label: '甲', role: 1, type, options, required: false, unique: false, position: 0 },
  ...{ created_at: '', updated_at: '' },
})

test('fields take what people write into sheets', () => {
  expect(fieldCheck(field(fieldTypes.yes_no))('是')).toBe('true')
  expect(fieldCheck(field(fieldTypes.date))('20240901')).toBe('2024-09-01')
  expect(fieldCheck(field(fieldTypes.choices, ['足球', '围棋']))('围棋、足球')).toBe('足球;围棋')
  expect(fieldCheck(field(fieldTypes.choice, ['一班']))('二班')).toEqual(new Wrong('unknown_option'))
  expect(unknownOptions(field(fieldTypes.choices, ['足球']), '围棋，足球；篮球')).toEqual(['围棋', '篮球'])
})
