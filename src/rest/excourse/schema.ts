import { iconPattern, isUsername, lengths, phonePattern, usernamePattern } from '@/domain/accounts/schema'
import { choice, type Field, key, text, truth } from './fields'

const username = {
  longest: lengths.username,
  pattern: usernamePattern,
  allows: isUsername,
  wrong: '请输入合法用户名。只能包含字母，数字和@/./+/-/_ 字符。',
}
const phone = { pattern: phonePattern, wrong: '请输入有效的手机号。' }
const required = { required: true }
const nullable = { nullable: true }

const optional = {
  work_id: text({ longest: lengths.work_id }, nullable),
  email: text({ longest: lengths.email }, nullable),
  wechat: text({ longest: lengths.wechat }, nullable),
}
const roles = { is_grade: choice(0, 6), is_super: choice(0, 6) }

/** The body of `POST /users/register/`. */
export const registerFields = {
  username: text(username, required),
  password: text({ longest: lengths.password }, required),
  school_id: key,
  phone: text(phone, required),
  sms_code: text({}, required),
  ...optional,
  ...roles,
} satisfies Record<string, Field>

/** The body of `PUT /users/{pk}/`; the last three are an administrator's to set. */
export const updateFields = {
  username: text(username),
  password: text({ longest: lengths.password }),
  phone: text(phone),
  icon: text({ longest: lengths.icon, pattern: iconPattern, wrong: '请输入合法的URL。' }, nullable),
  ...optional,
  ...roles,
  is_active: truth,
} satisfies Record<string, Field>

/** The body of `POST /users/login/`. */
export const loginFields = { username: text({}, required), password: text({}, required) } satisfies Record<
  string,
  Field
>

/** The body of `POST /users/check/`. */
export const checkFields = { username: text(username, required), school_id: key } satisfies Record<string, Field>

/** The body of `POST /vertifications/`. Any name is taken; which of them a message greets is a rule of the domain. */
export const codeFields = { username: text({}, required), phone: text(phone, required) } satisfies Record<string, Field>
