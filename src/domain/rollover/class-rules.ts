const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
const numeral = '十[一二]|[一二三四五六七八九十]|1[0-2]|[1-9]'

/** The numeral one higher, written as it was; undefined beyond `last`. */
function higher(written: string, last: number): string | undefined {
  const chinese = numerals.indexOf(written)
  const now = chinese === -1 ? Number(written) : chinese + 1
  if (now >= last) return undefined
  return chinese === -1 ? String(now + 1) : numerals[now]
}

/** What of a class's name says the grade: the groups are what stands before the numeral, the numeral, what follows. */
const patterns: readonly { grade: RegExp; last: number }[] = [
  // 初一(3)班, 高一3班, 高1.3班
  { grade: /^(.*?[初高])([一二三]|[123](?!\d))(.*)$/u, last: 3 },
  // 七年级2班, 小学三年级, 10年级
  { grade: new RegExp(`^(.*?)(${numeral})(年级.*)$`, 'u'), last: 12 },
  // Grade 7, Year 10 Blue, G7-2, Senior 1
  { grade: /^(.*?\b(?:grade|year|form)\s*)(1[0-2]|[1-9])(?!\d)(.*)$/iu, last: 12 },
  { grade: /^(.*?\b(?:senior|junior)\s*)([1-3])(?!\d)(.*)$/iu, last: 3 },
  { grade: /^(G)(1[0-2]|[1-9])(?!\d)(.*)$/iu, last: 12 },
  // 三(2)班, 三年2班, 7-2, 10A, 3.1
  { grade: new RegExp(`^()(${numeral})((?:年|[(（]|[-–.·_/][0-9一二三四五六七八九十]).*)$`, 'u'), last: 12 },
  { grade: /^()(1[0-2]|[1-9])([A-Za-z])$/u, last: 12 },
  // 301, 701班: the grade, then the class in two digits.
  { grade: /^()([1-9])(\d\d班?)$/u, last: 9 },
]

/** A cohort keeps its name: 2024级3班, 24级, 2027届. */
const namesCohort = /(?:\d{2}|\d{4})\s*[级届]|class of \d{4}/iu

/**
 * The name of a class a grade higher: 高一(3)班 → 高二(3)班, 七年级 → 八年级, Grade 7 → Grade 8. The name itself when it names a
 * cohort; undefined when it says no grade, or the last one.
 */
export function nextClass(name: string): string | undefined {
  if (namesCohort.test(name)) return name
  const nursery = /^([小中])(.{0,4}班)$/u.exec(name)
  if (nursery) return `${nursery[1] === '小' ? '中' : '大'}${nursery[2]}`
  for (const { grade, last } of patterns) {
    const found = grade.exec(name)
    if (!found) continue
    const [, before = '', written = '', after = ''] = found
    const next = higher(written, last)
    return next && before + next + after
  }
  return undefined
}

const collator = new Intl.Collator('zh-CN', { numeric: true })

/** The order of classes by name, in which 高一(2)班 stands before 高一(10)班. */
export const compareClasses = (one: string, other: string): number => collator.compare(one, other)
