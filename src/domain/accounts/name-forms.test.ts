import { expect, test } from 'vitest'
import { isDigitsAlone, nameForm, nameLooks } from './name-forms'
import { isUsername } from './schema'

const alike = (one: string, other: string) =>
  nameForm(one) === nameForm(other) || nameLooks(one).some((look) => nameLooks(other).includes(look))

test.each([
  ['demo', 'Demo'],
  ['demo', 'ｄｅｍｏ'],
  ['demo', 'dеmo'], // Cyrillic e
  ['demo', '𝐝𝐞𝐦𝐨'],
  ['demo', 'dëmo'.normalize('NFC').replace('ë', 'ｅ')],
  ['k', '\u212a'], // Kelvin
  ['金老师', '\uf90a老师'], // compatibility ideograph
  ['bob', 'ВОВ'], // Cyrillic capitals
  ['ILYA', 'ilyа'], // with a Cyrillic a
  ['kate', 'кate'],
  ['dan', 'Ꭰan'], // Cherokee
  ['peter', 'ρeter'], // Greek rho
  ['nina', 'Νina'], // Greek capital nu
  ['admin', 'admın'], // without its dot
  ['istanbul', 'İstanbul'],
  ['sam', 'ſam'], // long s
  ['first', 'ﬁrst'], // ligature
  ['strasse', 'straße'],
  ['ΟΔΟΣ', 'οδος'],
  ['张一', '张ー'], // a sound mark of Katakana
  ['口天', 'ロ天'],
  ['admin', 'аdmin'],
  ['modern', 'mоdem'], // rn and m
  ['team1', 'tеaml'], // 1 and l
  ['demo', 'DЕMO'], // a capital M is not like rn, the small one is
  ['William', 'WILLІAM'],
])('%s and %s are alike', (one, other) => {
  expect(alike(one, other)).toBe(true)
})

test.each([
  ['张三', '张三丰'],
  ['张三1', '张三2'],
  ['王伟', '王玮'],
  ['管理员', '管理員'],
  ['вера', 'vera'],
  ['教师a', '教师b'],
  ['李i', '李l'],
])('%s and %s are not', (one, other) => {
  expect(alike(one, other)).toBe(false)
})

test.each([
  'demo',
  '张三',
  '郝高阳',
  'Åsa',
  'Вера',
  'ΟΔΟΣ',
  'أحمد',
  '한글',
  'ひらがな',
  '二〇〇八',
  'a@b.c+d-e_f',
  'ｄｅｍｏ',
  '𠮷野',
])('%s can be a name', (name) => {
  expect(isUsername(name)).toBe(true)
})

test.each([
  ['a filler of Hangul', 'demo\u3164'],
  ['the filler alone', '\u3164'],
  ['an initial filler', 'a\u115f'],
  ['a medial filler', 'a\u1160'],
  ['a narrow filler', 'a\uffa0'],
  ['a blank hieroglyph', '\u{13441}'],
  ['a half blank', 'a\u{13442}'],
  ['zero width', 'de\u200bmo'],
  ['a joiner', 'de\u200dmo'],
  ['a soft hyphen', 'de\u00admo'],
  ['a word joiner', 'de\u2060mo'],
  ['right to left', '\u202edemo'],
  ['an isolate', '\u2066demo\u2069'],
  ['a variation selector', '金\ufe00'],
  ['one of the supplement', '金\u{e0100}'],
  ['a tag', 'demo\u{e0061}'],
  ['a mark alone', '\u0301'],
  ['a mark', 'demo\u0301'],
  ['a no-break space', 'de\u00a0mo'],
  ['an ideographic space', 'de\u3000mo'],
  ['a letter that is a space and a mark', 'demo\ufe70'],
  ['an iota that is a space and a mark', '\u037a'],
  ['a sound mark alone', '\uff9e'],
  ['a vowel of Khmer that is not drawn', 'a\u17b4'],
  ['a blank of Braille', '\u2800'],
  ['a circled letter', 'ⓓemo'],
  ['an emoji', 'demo😀'],
  ['a lone surrogate', 'demo\ud800'],
  ['private use', '\ue000'],
  ['a null', 'a\0'],
])('%s makes no name', (_, name) => {
  expect(isUsername(name)).toBe(false)
})

test.each(['12345', '１３８００１３８０００', '١٢٣', '〇〇'])('%s is digits alone', (name) => {
  expect(isDigitsAlone(name)).toBe(true)
})
