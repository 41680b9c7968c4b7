import type { Field } from '../../fields/schema'
import { type PersonRole, personRoles } from '../../people/schema'
import { plainTitle } from './words'

/** What a column can be: a key of a person, a guardian's detail beside a student, or the name of an extension field. */
export type Target = { name: string; kind: 'built_in' | 'guardian' | 'field'; label: string }

/** Titles by which schools know what a person has; the first is the label that a template bears. */
const titles: Record<string, string> = {
  usin: '编号 usin 校内编号 人员编号 账号 编码 number',
  name: '姓名 name 名字 中文名 真实姓名 fullname 全名',
  gender: '性别 gender sex',
  phone: '手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 phone mobile tel telephone',
  email: '邮箱 电子邮箱 电子邮件 邮件 email mail 邮箱地址',
  idcard:
    '身份证号 身份证 身份证号码 身份证件号 身份证件号码 证件号 证件号码 公民身份号码 idcard idnumber idcardnumber',
  outer_id: '外部编号 outerid 外部id 学籍号 全国学籍号 统一编号 系统编号 externalid',
  status: '状态 status',
  avatar_url: '头像 avatarurl avatar 头像地址 照片 头像链接',
}
const studentTitles: Record<string, string> = {
  usin: '学号 学生学号 校内学号 学生编号 studentnumber studentno studentid',
  name: '学生姓名 studentname',
  phone: '学生手机 学生电话',
  idcard: '学生身份证号 学生身份证',
  graduates_in:
    '届别 毕业年份 届 毕业年 毕业届别 毕业届 毕业年度 graduatesin graduationyear graduation graduates classof',
  duration: '学制 学制年限 duration years',
  entered_at: '入学日期 入学时间 入校日期 入校时间 入学年月 enteredat entrydate enrolledat entered',
}
const teacherTitles: Record<string, string> = {
  usin: '工号 教工号 职工号 教师编号 教职工号 教师工号 员工编号 staffnumber workid teacherid',
  name: '教师姓名 teachername',
  entered_at: '入职日期 入职时间 参加工作时间 到校日期 到校时间 enteredat hiredat entered',
}
const guardianTitles: Record<string, string> = {
  usin: '家长编号 监护人编号 guardiannumber',
  name: '家长姓名 监护人姓名 guardianname parentname',
  phone: '家长手机 家长电话 监护人电话 监护人手机',
  idcard: '家长身份证号 监护人身份证号',
  student: '学生学号 学号 学生 孩子学号 所属学生 子女学号 student studentusin studentnumber',
  guardian_role: '关系 与学生关系 与学生的关系 亲属关系 guardianrole relation relationship',
  entered_at: '登记日期 enteredat',
}

/** By relation: how the titles of a guardian's details beside a student begin. */
export const slots = { father: 1, mother: 2, guardian: 0 } as const
export type Slot = keyof typeof slots
const slotWords: Record<Slot, string> = {
  father: '父亲 爸爸 父 father dad',
  mother: '母亲 妈妈 母 mother mum mom',
  guardian: '监护人 家长 其他监护人 guardian parent',
}
const details: Record<'name' | 'phone' | 'idcard', string> = {
  name: '姓名 名字 name',
  phone: '手机 电话 手机号 手机号码 电话号码 联系电话 联系方式 phone mobile tel',
  idcard: '身份证号 身份证 身份证号码 证件号码 idcard',
}

const words = (list: string | undefined): string[] => (list ? list.split(' ') : [])

function guardianTitlesBeside(): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [slot, starts] of Object.entries(slotWords)) {
    for (const [detail, ends] of Object.entries(details)) {
      const both = words(starts).flatMap((start) => words(ends).map((end) => `${start}${end}`))
      // 父亲, alone, is a name.
      all[`${slot}.${detail}`] = (detail === 'name' ? [...both, ...words(starts)] : both).join(' ')
    }
  }
  return all
}

const ofRole: Record<PersonRole, Record<string, string>> = {
  [personRoles.student]: { ...studentTitles },
  [personRoles.teacher]: teacherTitles,
  [personRoles.guardian]: guardianTitles,
}

/** Built-in targets of a role with their titles, those of the role first. */
function titlesOf(role: PersonRole): [string, string[]][] {
  const own = ofRole[role]
  const names = [...new Set([...Object.keys(titles), ...Object.keys(own)])]
  const built = names.map((name): [string, string[]] => [name, [...words(own[name]), ...words(titles[name])]])
  const beside = role === personRoles.student ? Object.entries(guardianTitlesBeside()) : []
  return [...built, ...beside.map(([name, list]): [string, string[]] => [name, words(list)])]
}

/** What the columns of a file of the role can be, in the order of a form. */
export function targetsOf(role: PersonRole, fields: readonly Field[]): Target[] {
  const built = titlesOf(role).map(
    ([name, [label = name]]): Target => ({ name, label, kind: name.includes('.') ? 'guardian' : 'built_in' }),
  )
  const own = fields.filter((field) => field.role === role)
  return [...built, ...own.map(({ name, label }): Target => ({ name, label, kind: 'field' }))]
}

/**
 * What each column of the header is, or null. What the school chose before comes first, then the name of a field or key,
 * a field's label, and the titles that are usual; of two columns that could be the same, the first is.
 */
export function matchColumns(
  header: readonly string[],
  role: PersonRole,
  fields: readonly Field[],
  remembered: ReadonlyMap<string, string>,
): (string | null)[] {
  const own = fields.filter((field) => field.role === role)
  const known = new Set(targetsOf(role, fields).map(({ name }) => name))
  const usual = new Map<string, string>()
  const add = (title: string, target: string) => {
    if (!usual.has(title)) usual.set(title, target)
  }
  for (const { name } of own) add(plainTitle(name), name)
  for (const { name, label } of own) add(plainTitle(label), name)
  const built = titlesOf(role)
  for (const [name] of built) add(plainTitle(name), name)
  for (const [name, list] of built) for (const title of list) add(title, name)
  const taken = new Set<string>()
  return header.map((title) => {
    const plain = plainTitle(title)
    const past = remembered.get(plain)
    const target = past === undefined ? usual.get(plain) : past
    if (!plain || !target || !known.has(target) || taken.has(target)) return null
    taken.add(target)
    return target
  })
}

/** Of a target like `father.phone`: whose, and which detail. */
export function guardianTarget(target: string): { relation: number; detail: 'name' | 'phone' | 'idcard' } | undefined {
  const [slot = '', detail = ''] = target.split('.')
  if (slot !== 'father' && slot !== 'mother' && slot !== 'guardian') return undefined
  return detail === 'name' || detail === 'phone' || detail === 'idcard' ? { relation: slots[slot], detail } : undefined
}
