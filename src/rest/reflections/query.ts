import { type PersonListInput, personList } from '@/domain/people/schema'

export type ListQuery =
  | { ok: true; list: PersonListInput; page: number; perPage: number }
  | { ok: false; message: string }

class BadParameter extends Error {}

const integers = (name: string, text: string): number[] => {
  const numbers = text.split(',').map((part) => (/^\d{1,9}$/.test(part.trim()) ? Number(part) : Number.NaN))
  if (numbers.some(Number.isNaN)) throw new BadParameter(`参数${name}是无效的。`)
  return numbers
}
const integer = (name: string, text: string, least: number, most: number): number => {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= least && number <= most)) throw new BadParameter(`参数${name}必须是${least}到${most}之间的整数。`)
  return number
}

const texts = ['usin', 'outer_id', 'idcard', 'phone', 'q'] as const
const isText = (name: string): name is (typeof texts)[number] => texts.some((text) => text === name)

export const largestPage = 100_000

/** The list that a query string asks for; a parameter that is neither ours nor left to be a field's name is refused by name. */
export function parseList(search: URLSearchParams): ListQuery {
  let page = 1
  let perPage = 20
  const list: PersonListInput = {}
  const values: [string, string[]][] = []
  try {
    for (const name of new Set(search.keys())) {
      const [text = '', ...more] = search.getAll(name)
      if (more.length > 0) throw new BadParameter(`参数${name}重复。`)
      if (name === '$page') page = integer(name, text, 1, 1_000_000_000)
      else if (name === '$per-page') perPage = integer(name, text, 1, largestPage)
      else if (name === 'role') list.roles = integers(name, text)
      else if (name === 'status') list.statuses = integers(name, text)
      else if (name === 'graduates_in') list.graduates_in = integers(name, text)
      // A `+` that nobody escaped arrives as a space.
      else if (name === 'updated_since') list.updated_since = text.replace(' ', '+')
      else if (isText(name)) list[name] = text
      else values.push([name, [text]])
    }
  } catch (error) {
    if (error instanceof BadParameter) return { ok: false, message: error.message }
    throw error
  }
  const wanted = {
    ...list,
    page,
    per_page: perPage,
    ...(values.length > 0 ? { values: Object.fromEntries(values) } : {}),
  }
  const checked = personList.safeParse(wanted)
  if (checked.success) return { ok: true, list: wanted, page, perPage }
  const [wrong] = checked.error.issues
  const key = String(wrong?.path[0] ?? '')
  return { ok: false, message: `参数${{ roles: 'role', statuses: 'status' }[key] ?? key}是无效的。` }
}
