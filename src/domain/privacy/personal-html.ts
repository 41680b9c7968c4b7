import type { Field } from '../fields/schema'
import type { CellValue, PersonChange } from '../history/schema'
import type { GuardianRole } from '../people/schema'
import { columnsOf, type Language } from '../transfer/export-rules'
import type { PersonalData } from './personal-data'
import { notIncluded, personalWords as words } from './personal-words'

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const style = `:root{color-scheme:light dark}body{font:15px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{margin-bottom:.2rem}h2{margin-top:2rem;font-size:1.15rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}th{font-weight:600}
.facts th{width:13rem}.wide{overflow-x:auto}p{margin:.3rem 0}`

type Fact = readonly [title: string, value: string]

const facts = (list: readonly Fact[]) =>
  `<table class="facts"><tbody>${list.map(([title, value]) => `<tr><th scope="row">${escaped(title)}</th><td>${escaped(value || '—')}</td></tr>`).join('')}</tbody></table>`
const row = (cells: readonly string[]) => `<tr>${cells.map((cell) => `<td>${escaped(cell || '—')}</td>`).join('')}</tr>`
const head = (titles: readonly string[]) =>
  `<div class="wide"><table><thead><tr>${titles.map((title) => `<th scope="col">${escaped(title)}</th>`).join('')}</tr></thead><tbody>`
const tail = '</tbody></table></div>'

const isRelation = (relation: number): relation is GuardianRole => relation === 0 || relation === 1 || relation === 2

/** The readable copy: one page that needs nothing else, written as it is read. */
export async function* personalHtml(
  { data, fields }: { data: PersonalData; fields: readonly Field[] },
  history: AsyncIterable<readonly PersonChange[]>,
  language: Language,
): AsyncGenerator<string> {
  const say = (word: Record<Language, string>) => word[language]
  const { person, account } = data
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'medium',
    timeStyle: 'medium',
  })
  const moment = (at: string | null) => (at ? format.format(new Date(at)) : '')
  const columns = columnsOf(person.role, fields, language)
  const builtIn = columns.filter(({ kind, name }) => kind === 'built_in' && !/^student|^guardian_role$/.test(name))
  const titleOf = (key: string, label: string) =>
    label || (key === 'link' ? say(words.link) : (builtIn.find(({ name }) => name === key)?.title ?? key))
  const source = {
    person: { ...person, student_id: null, guardian_role: null, values: {} },
    beside: {},
    student: undefined,
  }
  const yesNo = (value: boolean) => say(value ? words.yes : words.no)
  const shownValue = (type: number, value: string) => (type === 5 ? yesNo(value === 'true') : value)

  yield `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(`${say(words.title)} · ${person.name}`)}</title><style>${style}</style></head><body><main>
<h1>${escaped(person.name)}</h1><p>${escaped(say(words.title))} · ${escaped(data.school)}</p><p>${escaped(say(words.made))} ${moment(data.exported_at)}</p>
<h2>${say(words.record)}</h2>`
  yield facts([
    [say(words.role), say(words.roles[person.role])],
    ...builtIn.map(({ title, value }): Fact => [title, value(source)]),
    ...data.values.map(
      ({ label, type, value, is_field_deleted }): Fact => [
        label + (is_field_deleted ? say(words.fieldGone) : ''),
        shownValue(type, value),
      ],
    ),
    [say(words.created), moment(person.created_at)],
    [say(words.updated), moment(person.updated_at)],
    ...(person.left_at ? [[say(words.left), moment(person.left_at)] as const] : []),
    ...(person.deleted_at ? [[say(words.deleted), moment(person.deleted_at)] as const] : []),
  ])
  for (const kind of ['guardians', 'children'] as const) {
    if (data[kind].length === 0) continue
    yield `<h2>${say(words[kind])}</h2>${facts(data[kind].map(({ name, usin, relation }): Fact => [say(words.relations[relation]), `${name} (${usin})`]))}`
  }

  yield `<h2>${say(words.account)}</h2>`
  if (!account) yield `<p>${say(words.none)}</p>`
  else {
    const { username, phone, work_id, email, wechat, icon, is_super, is_grade, is_active } = account
    const plain: Fact[] = [
      [say(words.username), username],
      [say(words.phone), phone],
      [say(words.work_id), work_id ?? ''],
      [say(words.email), email ?? ''],
      [say(words.wechat), wechat ?? ''],
      [say(words.icon), icon ?? ''],
    ]
    const times = (['created_at', 'updated_at', 'approved_at', 'last_login_at'] as const).map(
      (key): Fact => [say(words[key]), moment(account[key])],
    )
    yield facts([
      ...plain,
      [say(words.is_super), yesNo(is_super !== 0)],
      [say(words.is_grade), is_grade === 0 ? say(words.no) : String(is_grade)],
      [say(words.is_active), yesNo(is_active)],
      ...times,
    ])
    yield `<h2>${say(words.sessions)}</h2>`
    const titles = Object.values(words.sessionColumns).map(say)
    yield data.sessions.length === 0 ? `<p>${say(words.none)}</p>` : head(titles)
    for (const { created_at, last_seen_at, ended_at, device, address } of data.sessions)
      yield row([moment(created_at), moment(last_seen_at), moment(ended_at), device, address])
    if (data.sessions.length > 0) yield tail
  }

  const cell = (key: string, value: CellValue): string => {
    if (value === null) return ''
    if (typeof value === 'boolean') return yesNo(value)
    if (!Array.isArray(value)) return columnText(key, String(value))
    return value
      .map((each) =>
        typeof each === 'string'
          ? each
          : `${each.student}${isRelation(each.relation) ? ` (${say(words.relations[each.relation])})` : ''}`,
      )
      .join(', ')
  }
  const columnText = (key: string, text: string): string => {
    if (key === 'role' && (text === '1' || text === '2' || text === '8')) return say(words.roles[text])
    if (key !== 'status' && key !== 'gender') return text
    const known = builtIn.find(({ name }) => name === key)
    return (
      known?.value({ ...source, person: { ...source.person, [key]: key === 'status' ? Number(text) : text } }) ?? text
    )
  }
  yield `<h2>${say(words.history)}</h2>${head(words.historyColumns.map(say))}`
  for await (const changes of history) {
    for (const { act, action, cells } of changes) {
      const { kind, name } = act.author
      const who = kind === 'nobody' ? say(words.nobody) : kind === 'key' ? `${say(words.key)} ${name}` : name
      const values = cells.map(({ key, label, before, after }) => {
        const [old, now] = [cell(key, before), cell(key, after)]
        return `${titleOf(key, label)}: ${action === 'update' ? `${old || '—'} → ${now || '—'}` : now || old}`
      })
      yield row([moment(act.at), who, say(words.actions[action]), values.join('; ')])
    }
  }
  yield `${tail}<h2>${say(words.excluded)}</h2><ul>${notIncluded.map((each) => `<li>${escaped(say(each))}</li>`).join('')}</ul></main></body></html>`
}
