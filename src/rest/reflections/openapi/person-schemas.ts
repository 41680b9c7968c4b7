import { longest } from '@/domain/fields/rules'
import { personCreate } from '@/domain/people/schema'
import { objectSchema, ref, type Text } from '../../document'
import type { Schema } from '../../json-schema'
import { personAnswer } from '../answers'

const builtIn = personCreate.omit({ values: true })

const common = {
  usin: {
    zh: '学号或工号，也是登录名；本校未删除的人中唯一。数字会按文本保存',
    en: 'Student or work number, and a login name; unique in the school among people not deleted. Numbers are kept as text',
  },
  name: { zh: '姓名', en: 'Name' },
  gender: { zh: '性别：m 男，f 女，u 未知', en: 'm male, f female, u unknown' },
  avatar_url: { zh: '头像地址：http(s)，或本站上传的文件', en: 'Picture: http(s), or a file uploaded here' },
  role: {
    zh: '角色：1 学生，2 教师，8 家长；创建后不能修改',
    en: '1 student, 2 teacher, 8 guardian; fixed after creation',
  },
  email: { zh: '邮箱', en: 'Email' },
  phone: {
    zh: '手机号；没有 `pii:read` 时打码，如 `138****6349`',
    en: 'Phone; masked without `pii:read`, as in `138****6349`',
  },
  graduates_in: { zh: '届别，即毕业的年份；学生必填', en: 'The year of graduation; students must have one' },
  outer_id: {
    zh: '对接方的唯一编号；本校未删除的人中唯一。数字会按文本保存',
    en: 'Your own id of the record; unique in the school among people not deleted. Numbers are kept as text',
  },
  duration: { zh: '学制，年', en: 'Length of the course, in years' },
  entered_at: { zh: '入学日期', en: 'Day of entry' },
  idcard: {
    zh: '身份证件号；没有 `pii:read` 时打码，如 `1101**********002X`',
    en: 'Identity number; masked without `pii:read`, as in `1101**********002X`',
  },
  status: { zh: '状态：1 正常，2 归档，4 禁用', en: '1 normal, 2 archived, 4 disabled' },
  student_id: { zh: '家长关联的学生 id；仅家长', en: 'Of guardians: the id of their student' },
  guardian_role: { zh: '家长身份：1 父亲，2 母亲，0 其他；仅家长', en: 'Of guardians: 1 father, 2 mother, 0 other' },
} satisfies Record<string, Text>

const answered = {
  id: { zh: '本站给出的编号', en: 'Our id' },
  created_at: { zh: '创建时间，UTC', en: 'When the record was made, UTC' },
  updated_at: { zh: '最近修改时间，UTC', en: 'When it was last changed, UTC' },
}

const password = {
  password: {
    zh: '登录密码：可写，任何答复中都没有；空值视为未提供。对已有的账号可能需要 `accounts:write`，见此操作的说明',
    en: 'Sign-in password: can be written, is in no answer; empty counts as not given. Where there is an account it may need `accounts:write`: see the operation',
  },
}

/** Ours to give: taken along and ignored, so that what was read can be sent back. */
const ignored = Object.fromEntries(
  Object.entries(answered).map(([key, description]) => [
    key,
    {
      description: { zh: `${description.zh}；请求中忽略`, en: `${description.en}; ignored in requests` },
      readOnly: true,
    },
  ]),
)

/** The value of an extension field in a request; what its type makes of it is checked by the field's definition. */
const extension: Schema = {
  description: {
    zh: '扩展字段的值，键为字段名。文本、数字、是否（true、false）或选项列表均可；""、null 清空。不是该角色字段的键会被 422 拒绝',
    en: 'The value of an extension field, by its name. Text, a number, true or false, or a list of options; "" or null clears. A key that is no field of the role is refused with 422',
  },
  type: ['string', 'number', 'boolean', 'null', 'array'],
  maxLength: longest,
  items: { type: 'string' },
}

const create = objectSchema(builtIn, 'input', { ...common, ...password })
const patch = objectSchema(builtIn.partial(), 'input', { ...common, ...password })
const answer = objectSchema(personAnswer, 'output', { ...answered, ...common })

const request = (schema: typeof create, about: Text): Schema => ({
  description: about,
  ...schema,
  properties: { ...schema.properties, ...ignored },
  additionalProperties: extension,
})

export const personSchemas: Record<string, Schema> = {
  Person: {
    description: {
      zh: '一个人。每个键都在：未填的文本是 ""，未填的整数是 null；该角色的每个扩展字段也各是一个键',
      en: 'A person. Every key is there: text that is not set is "", an integer that is not set null; each extension field of the role is a key too',
    },
    ...answer,
    additionalProperties: {
      description: { zh: '扩展字段的值，键为字段名', en: 'The value of an extension field, by its name' },
      type: 'string',
    },
  },
  PersonCreate: request(create, { zh: '新的人', en: 'A new person' }),
  PersonPatch: request(patch, {
    zh: '要修改的键；未提到的保持原样，""、null 清空可选的值',
    en: 'What is to change; keys that are not named stay as they are, "" or null clears an optional value',
  }),
}

export const person = ref('schemas', 'Person')

export const zhangSan = {
  id: 1,
  usin: '1780987',
  name: '张三',
  gender: 'm',
  avatar_url: '',
  role: 1,
  email: 'zs@example.com',
  phone: '',
  graduates_in: 2018,
  outer_id: '1',
  duration: 3,
  entered_at: '2016-08-19',
  idcard: '',
  status: 1,
  student_id: null,
  guardian_role: null,
  created_at: '2026-09-01T00:12:30.125Z',
  updated_at: '2026-09-01T00:12:30.125Z',
  class_name: '高一(1)班',
}
