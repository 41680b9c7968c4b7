import { schoolYearEnd } from '../people/grade'
import { searchText, sortName } from '../people/search'
import { chineseName, seeded, surnameOf } from './names'

export type DemoPerson = {
  role: number
  usin: string
  name: string
  gender: string
  phone: string
  graduates_in: number | null
  duration: number | null
  entered_at: string | null
  ext: Record<string, string>
  sort_name: string
  search_text: string
  /** Of guardians: the child's usin, and which parent. */
  child?: string
  relation?: number
}

/** The ids of the demo school's fields. */
export type DemoFields = { class_name: number; boarding: number; interests: number; subject: number }

export const years = ['高一', '高二', '高三']
export const classesAYear = 10
export const interests = ['足球', '篮球', '合唱', '书法', '机器人', '围棋', '摄影']
export const subjects = [
  '语文',
  '数学',
  '英语',
  '物理',
  '化学',
  '生物',
  '历史',
  '地理',
  '政治',
  '体育',
  '音乐',
  '美术',
  '信息技术',
]

export const classNames = years.flatMap((year) => Array.from({ length: classesAYear }, (_, n) => `${year}(${n + 1})班`))

const found = (person: { name: string; usin: string }) => ({
  sort_name: sortName(person.name),
  search_text: searchText(person),
})

// No operator in China gives out numbers that begin with 100, so nobody's telephone rings.
const phoneOf = (n: number) => `100${String(n).padStart(8, '0')}`

/** Twelve hundred students over three cohorts, ninety teachers, and the students' guardians. */
export function demoPeople(fields: DemoFields, now: Date): DemoPerson[] {
  const random = seeded(20260901)
  const oneOf = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const people: DemoPerson[] = []
  let phones = 0
  const add = (person: Pick<DemoPerson, 'role' | 'usin' | 'name' | 'gender'> & Partial<DemoPerson>) =>
    people.push({
      phone: '',
      graduates_in: null,
      duration: null,
      entered_at: null,
      ext: {},
      ...found(person),
      ...person,
    })

  for (let n = 0; n < 90; n++) {
    const gender = random() < 0.62 ? 'f' : 'm'
    const entered = `${2000 + Math.floor(random() * 26)}-08-20`
    const name = chineseName(random, gender, 'grown')
    const ext = { [fields.subject]: subjects[n % subjects.length] ?? '' }
    add({
      role: 2,
      usin: `T${String(n + 1).padStart(3, '0')}`,
      name,
      gender,
      phone: phoneOf(++phones),
      entered_at: entered,
      ext,
    })
  }
  for (let n = 0; n < 1200; n++) {
    const year = n % 3
    const graduates = schoolYearEnd(now) + 2 - year
    const gender = random() < 0.5 ? 'f' : 'm'
    const name = chineseName(random, gender, 'young')
    const usin = `${graduates - 3}${String(Math.floor(n / 3) + 1).padStart(4, '0')}`
    const ext: Record<string, string> = {
      [fields.class_name]: `${years[year]}(${(Math.floor(n / 3) % classesAYear) + 1})班`,
      [fields.boarding]: random() < 0.4 ? '住校' : '走读',
    }
    if (random() < 0.7) ext[fields.interests] = oneOf(interests)
    add({
      role: 1,
      usin,
      name,
      gender,
      graduates_in: graduates,
      duration: 3,
      entered_at: `${graduates - 3}-09-01`,
      ext,
    })
    for (const parent of ['m', 'f'] as const) {
      if (random() > 0.8) continue
      const family = parent === 'm' ? surnameOf(name) : undefined
      const relation = parent === 'm' ? 1 : 2
      const adult = chineseName(random, parent, 'grown', family)
      add({
        role: 8,
        usin: `P${usin}${relation}`,
        name: adult,
        gender: parent,
        phone: phoneOf(++phones),
        child: usin,
        relation,
      })
    }
  }
  return people
}
