import type { RowIssue, RowKind } from './schema'

export type Language = 'zh' | 'en'

type Words = (issue: { value: string; limit: number; count: number; line: number }) => string

/** What a refused row says for itself in the file of refused rows, which is read outside the site. */
const words: Record<Language, Record<string, Words>> = {
  zh: {
    blank: () => '未填写',
    invalid: ({ value }) => `“${value}”格式不正确`,
    not_integer: ({ value }) => `“${value}”不是整数`,
    too_long: ({ limit }) => `最多 ${limit} 个字符`,
    taken: ({ value }) => `“${value}”已被他人使用`,
    twice: ({ value, line }) => `${value ? `“${value}”` : ''}与第 ${line} 行重复`,
    ambiguous: ({ value, count }) => `有 ${count} 人都是“${value}”`,
    masked: ({ value }) => `“${value}”是隐去部分数字的号码，与现有号码不符，请填写完整号码`,
    absent: ({ value }) => `没有“${value}”这名学生`,
    unknown_option: ({ value }) => `“${value}”不在选项中`,
    digits_lost: ({ value }) => `“${value}”已丢失末尾的数字，请把该列设为文本后重新填写`,
    formula_without_value: () => '公式没有计算结果',
    error_value: ({ value }) => `表格错误值“${value}”`,
    beyond_header: ({ value }) => `“${value}”所在的列没有标题`,
    last_admin: () => '学校至少要有一位管理员，没有其他管理员时不能停用或归档',
    duplicate: () => '很可能已经存在（姓名和电话或证件号相同），未导入',
    left: () => '预览之后又有人改动，未写入；请重新导入这一行',
  },
  en: {
    blank: () => 'is missing',
    invalid: ({ value }) => `“${value}” is not valid`,
    not_integer: ({ value }) => `“${value}” is no whole number`,
    too_long: ({ limit }) => `has more than ${limit} characters`,
    taken: ({ value }) => `“${value}” belongs to somebody else`,
    twice: ({ value, line }) => `${value ? `“${value}” ` : ''}is in line ${line} already`,
    ambiguous: ({ value, count }) => `“${value}” is held by ${count} people`,
    masked: ({ value }) => `“${value}” is a masked number and does not fit the one on record: type the whole number`,
    absent: ({ value }) => `there is no student “${value}”`,
    unknown_option: ({ value }) => `“${value}” is none of the options`,
    digits_lost: ({ value }) => `“${value}” has lost its last digits: make the column text and type it again`,
    formula_without_value: () => 'the formula was not calculated',
    error_value: ({ value }) => `spreadsheet error “${value}”`,
    beyond_header: ({ value }) => `“${value}” stands in a column without a title`,
    last_admin: () => 'would leave the school without an administrator',
    left: () => 'changed again after the preview and was not written: import this row again',
    duplicate: () => 'is likely there already (same name and phone, or identity number); not imported',
  },
}
const between = { zh: { of: '：', and: '；' }, en: { of: ' ', and: '; ' } }

/** What is wrong with a row, in one line; columns are called what the file calls them. */
export function explainRow(
  issues: readonly RowIssue[],
  kind: RowKind,
  header: readonly string[],
  language: Language,
): string {
  const say = (reason: string, { value = '', limit = 0, count = 0, line = 0 }: Partial<RowIssue>) =>
    (words[language][reason] ?? words[language].invalid)?.({ value, limit, count, line }) ?? ''
  const all = issues.map((issue) => {
    const column = (issue.column === null ? undefined : header[issue.column]) ?? issue.target ?? ''
    return column ? `${column}${between[language].of}${say(issue.reason, issue)}` : say(issue.reason, issue)
  })
  return [...all, ...(kind === 'duplicate' || kind === 'left' ? [say(kind, {})] : [])].join(between[language].and)
}

export const reasonTitle: Record<Language, string> = { zh: '未导入的原因', en: 'Reason' }
