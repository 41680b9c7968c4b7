import type { Field } from '../fields/schema'
import { type ExportColumn, type Language, statusWords } from './export-rules'
import type { ExportedList } from './schema'

type Words = Record<Language, string>
const words = {
  people: { zh: ' 人', en: ' people' },
  columns: { zh: '列', en: 'columns' },
  status: { zh: '状态', en: 'status' },
  cohort: { zh: '届别', en: 'class of' },
  chosen: { zh: '只导出勾选的人', en: 'only those who were ticked' },
  search: { zh: '按搜索词', en: 'by a search' },
  blank: { zh: '未填', en: 'none' },
  longest: { zh: '…', en: ' …' },
} satisfies Record<string, Words>

const longest = 1000

/**
 * What history says of an export: how many, which columns, which list. What was searched for is left out: it can be the
 * number of somebody, and history is not erased.
 */
export function noteOf(
  count: number,
  columns: readonly ExportColumn[],
  fields: readonly Field[],
  list: ExportedList,
  language: Language,
): string {
  const [comma, colon, stop] = language === 'zh' ? ['、', '：', '；'] : [', ', ': ', '; ']
  const about = (title: string, values: readonly (string | number)[]) => `${title}${colon}${values.join(comma)}`
  const values = Object.entries(list.values ?? {}).map(([name, wanted]) =>
    about(
      fields.find((field) => field.name === name)?.label ?? name,
      wanted.map((value) => value || words.blank[language]),
    ),
  )
  const isSearch = [list.q, list.usin, list.outer_id, list.idcard, list.phone].some((given) => given !== undefined)
  const said = [
    `${count}${words.people[language]}`,
    ...(list.ids ? [words.chosen[language]] : []),
    ...(isSearch ? [words.search[language]] : []),
    ...(list.statuses
      ? [
          about(
            words.status[language],
            list.statuses.map((status) => statusWords[status][language]),
          ),
        ]
      : []),
    ...(list.graduates_in ? [about(words.cohort[language], list.graduates_in)] : []),
    ...values,
    about(
      words.columns[language],
      columns.map(({ title }) => title),
    ),
  ].join(stop)
  return said.length > longest ? said.slice(0, longest) + words.longest[language] : said
}
