import type { SheetColumn } from '@/infra/tables/sheet-column'
import { type Field, fieldTypes } from '../fields/schema'
import type { GuardianRole, Person, PersonRole } from '../people/schema'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** Names and numbers of a guardian, as they stand beside a student. */
export type Beside = { name: string; phone: string; idcard: string }
/** What a row is written from: a person, a student's guardians by relation, a guardian's student. */
export type Source = {
  person: Person
  beside: Partial<Record<GuardianRole, Beside>>
  student: { usin: string; name: string } | undefined
}

export type ExportColumn = SheetColumn & {
  /** A key of a person, a guardian's detail as `father.phone`, or the name of a field. */
  name: string
  kind: 'built_in' | 'guardian' | 'field'
  value: (source: Source) => string
}

/** Whether a column of people, or of a guardian beside a student, is a personal number, by its name. */
export const isPersonalNumber = (name: string): boolean => /^(\w+\.)?(phone|idcard)$/.test(name)

/**
 * Whether a file of these columns holds personal numbers that its reader may see in full: such a file asks for the
 * password. A grade administrator sees none of teachers.
 */
export const showsNumbers = (
  reader: { role: string; seesNumbers: boolean },
  role: PersonRole,
  columns: readonly ExportColumn[],
): boolean =>
  reader.seesNumbers &&
  !(reader.role === 'grade_admin' && role === 2) &&
  columns.some(({ name, kind }) => kind !== 'field' && isPersonalNumber(name))

type Words = Record<Language, string>
/** Titles are such that an import knows them again. */
type Titles = Words | Record<PersonRole, Words>

const same = (zh: string, en: string): Words => ({ zh, en })
const none = same('', '')

export const statusWords = { 1: same('正常', 'Active'), 2: same('已归档', 'Archived'), 4: same('已停用', 'Disabled') }

const words = {
  gender: { m: same('男', 'Male'), f: same('女', 'Female'), u: none },
  status: statusWords,
  relation: { 1: same('父亲', 'Father'), 2: same('母亲', 'Mother'), 0: same('其他', 'Other') },
  yesNo: { true: same('是', 'Yes'), false: same('否', 'No') },
}

type Key =
  | 'usin'
  | 'name'
  | 'phone'
  | 'email'
  | 'idcard'
  | 'outer_id'
  | 'avatar_url'
  | 'entered_at'
  | 'graduates_in'
  | 'duration'
const plain =
  (key: Key) =>
  ({ person }: Source) =>
    String(person[key] ?? '')

type BuiltIn = {
  name: string
  titles: Titles
  type?: SheetColumn['type']
  words?: readonly Words[]
  value: (source: Source, language: Language) => string
}

const usin: BuiltIn = {
  name: 'usin',
  titles: {
    1: same('学号', 'Student number'),
    2: same('工号', 'Staff number'),
    8: same('家长编号', 'Guardian number'),
  },
  value: plain('usin'),
}
const name: BuiltIn = { name: 'name', titles: same('姓名', 'Name'), value: plain('name') }
const gender: BuiltIn = {
  name: 'gender',
  titles: same('性别', 'Gender'),
  words: [words.gender.m, words.gender.f],
  value: ({ person }, language) => words.gender[person.gender][language],
}
const entered: BuiltIn = {
  name: 'entered_at',
  titles: { 1: same('入学日期', 'Entry date'), 2: same('入职日期', 'Hired at'), 8: same('登记日期', 'Entered at') },
  type: 'date',
  value: plain('entered_at'),
}
const contact: BuiltIn[] = [
  { name: 'phone', titles: same('手机', 'Phone'), value: plain('phone') },
  { name: 'email', titles: same('邮箱', 'Email'), value: plain('email') },
  { name: 'idcard', titles: same('身份证号', 'ID number'), value: plain('idcard') },
]
const rest: BuiltIn[] = [
  { name: 'outer_id', titles: same('外部编号', 'External ID'), value: plain('outer_id') },
  {
    name: 'status',
    titles: same('状态', 'Status'),
    words: [words.status[1], words.status[2], words.status[4]],
    value: ({ person }, language) => words.status[person.status][language],
  },
  { name: 'avatar_url', titles: same('头像', 'Avatar'), value: plain('avatar_url') },
]

const builtIns: Record<PersonRole, BuiltIn[]> = {
  1: [
    usin,
    name,
    gender,
    { name: 'graduates_in', titles: same('届别', 'Graduation year'), type: 'number', value: plain('graduates_in') },
    { name: 'duration', titles: same('学制', 'Duration'), type: 'number', value: plain('duration') },
    entered,
    ...contact,
    ...rest,
  ],
  2: [usin, name, gender, entered, ...contact, ...rest],
  8: [
    usin,
    name,
    { name: 'student', titles: same('学生学号', 'Student number'), value: ({ student }) => student?.usin ?? '' },
    { name: 'student_name', titles: same('学生姓名', 'Student name'), value: ({ student }) => student?.name ?? '' },
    {
      name: 'guardian_role',
      titles: same('关系', 'Relation'),
      words: [words.relation[1], words.relation[2], words.relation[0]],
      value: ({ person }, language) =>
        person.guardian_role === null ? '' : words.relation[person.guardian_role][language],
    },
    gender,
    ...contact,
    ...rest,
  ],
}

const besideTitles: [string, GuardianRole, Words][] = [
  ['father', 1, same('父亲', 'Father')],
  ['mother', 2, same('母亲', 'Mother')],
  ['guardian', 0, same('监护人', 'Guardian')],
]
const detailTitles: [keyof Beside, Words][] = [
  ['name', same('姓名', 'name')],
  ['phone', same('手机', 'phone')],
  ['idcard', same('身份证号', 'ID card')],
]

function besideColumns(language: Language): ExportColumn[] {
  const between = language === 'en' ? ' ' : ''
  return besideTitles.flatMap(([slot, relation, who]) =>
    detailTitles.map(
      ([detail, what]): ExportColumn => ({
        name: `${slot}.${detail}`,
        kind: 'guardian',
        title: `${who[language]}${between}${what[language]}`,
        type: 'text',
        value: ({ beside }) => beside[relation]?.[detail] ?? '',
      }),
    ),
  )
}

function builtInColumn(
  { name, titles, type = 'text', words: options, value }: BuiltIn,
  role: PersonRole,
  language: Language,
): ExportColumn {
  const title = 'zh' in titles ? titles : titles[role]
  return {
    ...{ name, kind: 'built_in', title: title[language], type },
    ...(options && { options: options.map((word) => word[language]) }),
    value: (source) => value(source, language),
  }
}

const typeOf = (field: Field): SheetColumn['type'] =>
  field.type === fieldTypes.number ? 'number' : field.type === fieldTypes.date ? 'date' : 'text'

function fieldColumn(field: Field, language: Language): ExportColumn {
  const yesNo = (value: string) => (value === 'true' || value === 'false' ? words.yesNo[value][language] : value)
  const options =
    field.type === fieldTypes.choice
      ? field.options
      : field.type === fieldTypes.yes_no
        ? [words.yesNo.true[language], words.yesNo.false[language]]
        : undefined
  return {
    ...{ name: field.name, kind: 'field', title: field.label, type: typeOf(field) },
    ...(options && { options }),
    value: ({ person }) => {
      const value = person.values[field.name] ?? ''
      return field.type === fieldTypes.yes_no ? yesNo(value) : value
    },
  }
}

/** All that a file of the role can hold, in the order of its columns; a label that is a title already gives way to the name. */
export function columnsOf(role: PersonRole, fields: readonly Field[], language: Language): ExportColumn[] {
  const built = builtIns[role].map((column) => builtInColumn(column, role, language))
  const beside = role === 1 ? besideColumns(language) : []
  const titles = new Set([...built, ...beside].map(({ title }) => title))
  const own = fields
    .filter((field) => field.role === role)
    .map((field) => {
      const column = fieldColumn(field, language)
      const isTaken = titles.has(column.title)
      titles.add(column.title)
      return isTaken ? { ...column, title: field.name } : column
    })
  return [...built, ...own, ...beside]
}
