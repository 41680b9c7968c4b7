import { measureLists } from '../kit/page-list'
import type { Row } from '../kit/row'
import { classNames } from '../kit/school'

export const row: Row = {
  id: 'students-page',
  what: 'students page: tRPC list by three filters, one of an extension field, in the order of pinyin; 100,000 people in the school, a million beside',
  limit: 'the SQL alone, by EXPLAIN ANALYZE',
  goal: 'server time ≤ 2× and 5 ms; p95 ≤ 60 ms',
  async run(context) {
    const school = await context.school('100k')
    await context.school('1M')
    const lists = classNames.map((name, n) => ({
      roles: [1 as const],
      statuses: [1 as const],
      graduates_in: [2027 + (n % 3)],
      values: { class_name: [name] },
      sort: { by: 'name', desc: false },
    }))
    return measureLists(context, school, 'three filters', lists)
  },
}
