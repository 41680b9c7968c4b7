import type { Account, Colleague } from '@/domain/accounts/record'
import type { Failure, Issue } from '@/domain/errors'
import { fieldErrors, forbidden, notFound, throttled, unavailable } from './errors'
import { type Errors, missing } from './fields'

/** The user body, its keys in the contract's order; the token stands second, on registration alone. */
export function userBody(account: Account | Colleague, token?: string): object {
  return {
    id: account.id,
    ...(token === undefined ? {} : { token }),
    password: account.password,
    last_login: account.last_login,
    is_superuser: account.is_superuser,
    username: account.username,
    work_id: account.work_id,
    icon: account.icon,
    phone: account.phone,
    email: account.email,
    is_grade: account.is_grade,
    is_super: account.is_super,
    is_active: account.is_active,
    wechat: account.wechat,
    create_time: account.create_time,
    update_time: account.update_time,
    is_delete: account.is_delete,
    school_id: account.school_id,
    groups: [],
    user_permissions: [],
  }
}

const taken: Record<string, string> = {
  username: '已存在一位使用该名字的用户。',
  work_id: '具有 工号 的 用户表 已存在。',
  phone: '具有 电话 的 用户表 已存在。',
}

function sentence({ field, reason, value }: Issue): [string, string] {
  if (reason === 'wrong_code') return ['non_field_errors', '验证码错误']
  if (reason === 'expired_code') return ['non_field_errors', '验证码已经失效']
  if (reason === 'absent') return [field, missing(value)]
  return [field, (reason === 'taken' ? taken[field] : undefined) ?? '无效数据。']
}

/** Issues of the domain as the contract's field errors. */
export function errorsOf(issues: readonly Issue[]): Errors {
  const errors: Errors = {}
  for (const issue of issues) {
    const [field, text] = sentence(issue)
    errors[field] ??= [text]
  }
  return errors
}

/** The answer to a failure of the domain. */
export function failureResponse(failure: Failure): Response {
  switch (failure.kind) {
    case 'invalid':
      return fieldErrors(errorsOf(failure.issues))
    case 'not_found':
      return notFound()
    case 'forbidden':
    case 'confirm':
    case 'missing_scope':
      return forbidden()
    case 'throttled':
      return throttled(failure.seconds)
    case 'unavailable':
      return unavailable(failure.seconds)
    case 'changed_meanwhile':
    case 'busy':
      return throttled(1)
    case 'refused':
      return fieldErrors({
        non_field_errors: [failure.reason === 'last_admin' ? '学校至少要有一位管理员。' : '该操作被拒绝。'],
      })
  }
}
