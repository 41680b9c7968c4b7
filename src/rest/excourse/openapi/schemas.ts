import { objectSchema, ref, type Text } from '../../document'
import type { Schema } from '../../json-schema'
import {
  detailAnswer,
  loginAnswer,
  messageAnswer,
  msgAnswer,
  registeredAnswer,
  userAnswer,
  usersAnswer,
} from '../answers'
import type { Field } from '../fields'
import { checkFields, codeFields, loginFields, registerFields, updateFields } from '../schema'

const own = {
  username: {
    zh: '用户名，全站唯一；各种文字的字母、数字与 @ . + - _',
    en: 'User name, unique on the site; letters of any script, digits and @ . + - _',
  },
  password: { zh: '密码', en: 'Password' },
  phone: { zh: '手机号，本校唯一', en: 'Mobile number, unique in the school' },
  work_id: { zh: '工号，本校唯一', en: 'Work number, unique in the school' },
  email: { zh: '邮箱', en: 'Email' },
  wechat: { zh: '微信号', en: 'WeChat id' },
}
const schoolId: Text = { zh: '学校 id，整数或数字文本', en: 'The school’s id, an integer or digits' }
const wish = {
  is_grade: {
    zh: '年级管理员的年级，0 为否；注册时只是申请，由管理员决定',
    en: 'The grade they look after, 0 for none; in a registration a wish that an administrator decides',
  },
  is_super: {
    zh: '学校管理员，0 为否；注册时只是申请，由管理员决定',
    en: 'School administrator, 0 for not; in a registration a wish that an administrator decides',
  },
}
const icon: Text = { zh: '头像地址', en: 'Picture' }
const isActive: Text = { zh: '是否可以登录', en: 'Whether they can sign in' }

/** The JSON Schema of a body: each field says what it checks. Unknown keys are ignored. */
function bodySchema<Fields extends Record<string, Field>>(
  fields: Fields,
  words: { [Key in keyof Fields]: Text },
  isPartial = false,
): Schema {
  const required = Object.entries(fields).flatMap(([name, field]) => (field.required && !isPartial ? [name] : []))
  const described = new Map<string, Text>(Object.entries(words))
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, { schema }]) => [name, { description: described.get(name), ...schema }]),
    ),
    ...(required.length > 0 ? { required } : {}),
  }
}

const user = {
  id: { zh: '编号', en: 'Id' },
  ...own,
  password: {
    zh: '散列的算法，其余打码；键为兼容而留',
    en: 'The algorithm of the hash, all else starred; the key stays for older clients',
  },
  last_login: { zh: '最近登录，北京时间', en: 'Last sign-in, at +08:00' },
  is_superuser: { zh: '是否平台管理员', en: 'Whether they operate the platform' },
  icon,
  ...wish,
  is_active: isActive,
  create_time: { zh: '创建时间，北京时间', en: 'When it was made, at +08:00' },
  update_time: { zh: '修改时间，北京时间', en: 'When it was last changed, at +08:00' },
  is_delete: { zh: '是否已删除', en: 'Whether it is deleted' },
  school_id: { zh: '学校 id', en: 'The school’s id' },
  groups: { zh: '恒为空', en: 'Always empty' },
  user_permissions: { zh: '恒为空', en: 'Always empty' },
}
const token: Text = { zh: 'JWT，一天有效', en: 'A JWT for a day' }

export const userSchemas: Record<string, Schema> = {
  User: objectSchema(userAnswer, 'output', user),
  RegisteredUser: objectSchema(registeredAnswer, 'output', { ...user, token }),
  Login: objectSchema(loginAnswer, 'output', {
    user_id: { zh: '用户 id', en: 'The user’s id' },
    username: { zh: '用户名', en: 'User name' },
    token,
  }),
  Users: {
    ...objectSchema(usersAnswer, 'output', {
      count: { zh: '总数', en: 'How many there are' },
      next: { zh: '下一页的地址', en: 'The next page' },
      previous: { zh: '上一页的地址', en: 'The page before' },
      results: { zh: '本页的用户', en: 'The users of this page' },
    }),
  },
  Message: objectSchema(messageAnswer, 'output', { message: { zh: '说明，中文', en: 'A sentence in Chinese' } }),
  Msg: objectSchema(msgAnswer, 'output', { msg: { zh: '说明，中文', en: 'A sentence in Chinese' } }),
  Detail: objectSchema(detailAnswer, 'output', { detail: { zh: '说明', en: 'What went wrong' } }),
  FieldErrors: {
    description: {
      zh: '键是出错的字段，或 non_field_errors；全部错误一次说完',
      en: 'By the field that is wrong, or `non_field_errors`; everything at once',
    },
    type: 'object',
    minProperties: 1,
    additionalProperties: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  },
  CodeRequest: bodySchema(codeFields, { username: own.username, phone: own.phone }),
  RegisterRequest: bodySchema(registerFields, {
    ...own,
    ...wish,
    school_id: schoolId,
    sms_code: { zh: '短信验证码', en: 'The code sent by SMS' },
  }),
  LoginRequest: bodySchema(loginFields, {
    username: {
      zh: '用户名，或唯一对应的手机号、工号',
      en: 'User name, or a phone or work number that only one account has',
    },
    password: own.password,
  }),
  CheckRequest: bodySchema(checkFields, { username: own.username, school_id: schoolId }),
  UserChange: bodySchema(updateFields, { ...own, icon, ...wish, is_active: isActive }, true),
}

export const userRef = ref('schemas', 'User')

export const gaoyang = {
  id: 115,
  password: 'argon2id$******',
  last_login: null,
  is_superuser: false,
  username: '郝高阳',
  work_id: null,
  icon: null,
  phone: '13833916349',
  email: null,
  is_grade: 0,
  is_super: 0,
  is_active: true,
  wechat: null,
  create_time: '2022-03-25T14:49:35.847247+08:00',
  update_time: '2022-03-25T14:49:35.967958+08:00',
  is_delete: false,
  school_id: 1,
  groups: [],
  user_permissions: [],
}
