import type { Context } from '../context'
import { measureLists } from '../kit/page-list'
import type { Measured, Row } from '../kit/row'
import type { School } from '../kit/school'

type Someone = { name: string; search_text: string; phone: string }

/** What is typed to find somebody; search text is name, pinyin, initials and number. */
const kinds: Record<string, (person: Someone) => string> = {
  'two Chinese characters': ({ name }) => name.slice(0, 2),
  'pinyin initials': ({ search_text }) => search_text.split(' ')[2] ?? '',
  'the end of a phone number': ({ phone }) => phone.slice(-4),
  'a surname': ({ name }) => name.slice(0, 1),
}

export const row: Row = {
  id: 'search',
  what: 'search on the students page, in the order of pinyin; 100,000 people in the school, a million beside',
  limit: 'the SQL alone, by EXPLAIN ANALYZE',
  goal: 'server time ≤ 2× and 5 ms; p95 ≤ 60 ms',
  async run(context) {
    const school = await context.school('100k')
    await context.school('1M')
    const people = await somePeople(context, school)
    const measured: Measured[] = []
    for (const [kind, wordOf] of Object.entries(kinds)) {
      const lists = people.map((person) => ({
        roles: [1 as const],
        q: wordOf(person),
        sort: { by: 'name', desc: false },
      }))
      measured.push(...(await measureLists(context, school, kind, lists)))
    }
    return measured
  },
}

const somePeople = ({ db }: Context, school: School): Promise<Someone[]> =>
  db.sql<Someone>(
    `SELECT name, search_text, phone FROM person WHERE school_id = $1 AND role = 1 AND phone <> '' ORDER BY hashint4(id) LIMIT 30`,
    [school.id],
  )
