import { type Gender, type GuardianRole, genders, type PersonStatus } from '../../people/schema'

/** A title or word as it is compared: width, case, spaces, stars and what stands in brackets do not matter. */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')
    .replace(/[\s*_:\-·]/g, '')

const table = <T>(...rows: [T, string][]): ReadonlyMap<string, T> =>
  new Map(rows.flatMap(([value, words]) => words.split(' ').map((word): [string, T] => [word, value])))

const genderWords = table<Gender>(
  ['m', 'm 男 男性 男生 male boy 1'],
  ['f', 'f 女 女性 女生 female girl 2'],
  ['u', 'u 未知 未说明 未填 保密 unknown 0 9'],
)
const statusWords = table<PersonStatus>(
  [1, '1 正常 在读 在校 在籍 在职 启用 normal active'],
  [2, '2 已归档 归档 毕业 已毕业 离校 已离校 转出 离职 已离职 退休 archived'],
  [4, '4 已停用 停用 禁用 disabled'],
)
const relationWords = table<GuardianRole>(
  [1, '1 父亲 父 爸爸 父子 父女 father dad'],
  [2, '2 母亲 母 妈妈 母子 母女 mother mum mom'],
  [0, '0 其他 其它 监护人 爷爷 奶奶 祖父 祖母 外公 外婆 外祖父 外祖母 亲属 other guardian'],
)
const yesNoWords = table<'true' | 'false'>(
  ['true', 'true 是 有 y yes 1 √ ✓'],
  ['false', 'false 否 无 没有 不是 n no 0 × ✗'],
)

const word = (text: string) => text.normalize('NFKC').toLowerCase()

export const genderOf = (text: string): Gender | undefined =>
  genders.find((gender) => gender === text) ?? genderWords.get(word(text))
export const statusOf = (text: string): PersonStatus | undefined => statusWords.get(word(text))
export const relationOf = (text: string): GuardianRole | undefined => relationWords.get(word(text))
export const yesNoOf = (text: string): string => yesNoWords.get(word(text)) ?? text
