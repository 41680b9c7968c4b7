import { logIn } from '@/auth/account-token'
import { addressOf } from '@/auth/address'
import { endpoint, type OpenCall, open } from '../contract'
import { excourse } from './contract'
import { fieldErrors } from './errors'
import { checkBody } from './fields'
import { loginFields } from './schema'
import { failureResponse } from './user'

async function create({ db, request, read }: OpenCall): Promise<Response> {
  const { values, errors } = checkBody(loginFields, await read())
  if (Object.keys(errors).length > 0) return fieldErrors(errors)
  const given = {
    username: String(values.get('username')),
    password: String(values.get('password')),
    address: addressOf(request.headers),
  }
  const entered = await logIn(db, given)
  if (!entered.ok) return failureResponse(entered.failure)
  return entered.value
    ? Response.json(entered.value)
    : fieldErrors({ non_field_errors: ['无法使用提供的认证信息登录。'] })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: open(create) })
