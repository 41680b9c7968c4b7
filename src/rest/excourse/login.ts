import { logIn } from '@/auth/account-token'
import { addressOf } from '@/auth/address'
import { endpoint, type OpenCall } from '../contract'
import { momentary } from '../once'
import { openPosting } from '../posting'
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
  if (entered.value) return Response.json(entered.value)
  // In this contract's words a 401: the account may be let in, or its password changed, the next minute.
  return momentary(fieldErrors({ non_field_errors: ['无法使用提供的认证信息登录。'] }))
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: openPosting(create) })
