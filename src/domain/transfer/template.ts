import { Readable } from 'node:stream'
import type { Db } from '@/infra/db'
import { csvText } from '@/infra/tables/write-csv'
import { writeXlsx } from '@/infra/tables/xlsx/write'
import type { Actor } from '../actor'
import { forbidden, ok, type Result } from '../errors'
import { fieldsOf } from '../fields/queries'
import { separator } from '../fields/rules'
import { type Field, fieldTypes } from '../fields/schema'
import type { PersonRole } from '../people/schema'
import { can } from '../policy'
import { contentTypes, listNames, type OutFile } from './export'
import { columnsOf, type ExportColumn, type Language } from './export-rules'
import { type TemplateInput, templateInput } from './schema'

/** What nobody fills in by hand. */
const leftOut = new Set(['avatar_url', 'student_name'])
const needed: Record<PersonRole, readonly string[]> = {
  1: ['usin', 'name', 'graduates_in'],
  2: ['usin', 'name'],
  8: ['name', 'student'],
}

type Words = Record<Language, string>
const sheetName: Words = { zh: '填写说明', en: 'How to fill in' }
const fileWord: Words = { zh: '导入模板', en: 'import template' }
const needs: Words = { zh: '必填', en: 'Needed' }
const list = (language: Language, options: readonly string[]) => options.join(language === 'zh' ? '、' : ', ')

const general: Record<Language, string[]> = {
  zh: [
    '在第一张表的标题下面填写，一人一行；标题不要改，不需要的列可以删掉。',
    '标题带 * 的为必填。已有的人按编号对应，空着的格子不会改动原来的内容。',
    '编号、手机和身份证号的列已设为文本，请不要改成数字，否则末尾的数字会丢失。',
  ],
  en: [
    'Fill in below the titles of the first sheet, a person a row. Leave the titles as they are; columns that are not needed can go.',
    'A title with * is needed. Who is there already is found by number; an empty cell changes nothing.',
    'The columns of numbers, phones and ID cards are text. Left so, no digit of a long number is lost.',
  ],
}

const hints: Record<string, Words> = {
  graduates_in: { zh: '毕业的年份，例如 2027', en: 'The year of graduation, as 2027' },
  duration: { zh: '几年，例如 3', en: 'Years, as 3' },
  student: { zh: '所属学生的学号', en: 'Of the student they look after' },
  outer_id: { zh: '其他系统中的编号，不可重复', en: 'As another system knows them; nobody else’s' },
  usin: { zh: '不可重复', en: 'Nobody else’s' },
}
const byType: Record<'date' | 'number' | 'choices' | 'link', Words> = {
  date: { zh: '日期，例如 2024-09-01', en: 'A day, as 2024-09-01' },
  number: { zh: '数字', en: 'A number' },
  choices: { zh: `可填多个，用 ${separator} 隔开：`, en: `Several with ${separator} between: ` },
  link: { zh: '以 http 开头的网址', en: 'An address beginning with http' },
}

/** What there is to say of a column, in a sentence. */
function hintOf({ name, type, options }: ExportColumn, field: Field | undefined, language: Language): string {
  if (field?.type === fieldTypes.choices) return byType.choices[language] + list(language, field.options)
  if (field?.type === fieldTypes.link) return byType.link[language]
  if (options) return list(language, options)
  const hint = field ? undefined : hints[name]?.[language]
  return hint ?? (type === 'text' ? '' : byType[type][language])
}

async function* none(): AsyncGenerator<string[][]> {}

/**
 * An empty file to be filled in for an import: the school's own fields, drop-downs where there are choices, and a second
 * sheet that explains.
 */
export async function templateFile(db: Db, actor: Actor, given: TemplateInput): Promise<Result<OutFile>> {
  if (!can(actor, 'fields:read')) return forbidden
  const { role, format, language } = templateInput.parse(given)
  const fields = (await fieldsOf(db, actor)).fields.filter((field) => field.role === role)
  const isNeeded = (name: string) =>
    needed[role].includes(name) || fields.some((field) => field.name === name && field.required)
  const columns = columnsOf(role, fields, language).filter(({ name }) => !leftOut.has(name))
  const notes = columns.map((column) => {
    const field = fields.find(({ name }) => name === column.name)
    const hint = [isNeeded(column.name) ? needs[language] : '', hintOf(column, field, language)].filter(Boolean)
    return [column.title, hint.join(language === 'zh' ? '；' : '. ')]
  })
  const titled = columns.map((column) => (isNeeded(column.name) ? { ...column, title: `${column.title}*` } : column))
  const sheet = listNames[role][language]
  const name = `${sheet}${language === 'zh' ? '' : ' '}${fileWord[language]}.${format}`
  const bytes =
    format === 'csv'
      ? Readable.from(csvText(titled, none()), { objectMode: false })
      : writeXlsx({
          ...{ sheet, columns: titled, batches: none() },
          notes: { name: sheetName[language], rows: [...general[language].map((text) => ['', text]), ...notes] },
        })
  return ok({ name, type: contentTypes[format], count: 0, bytes })
}
