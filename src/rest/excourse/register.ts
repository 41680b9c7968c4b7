import { issueAccountToken } from '@/auth/account-token'
import { lookAtRegistration, register } from '@/domain/accounts/register'
import { endpoint, type OpenCall, open } from '../contract'
import { excourse } from './contract'
import { fieldErrors } from './errors'
import { checkBody } from './fields'
import { registerFields } from './schema'
import { errorsOf, failureResponse, userBody } from './user'

/** The wishes of the body are requests in the domain; nobody becomes an administrator by asking. */
const toDomain: Record<string, string> = { sms_code: 'code', is_grade: 'wants_grade', is_super: 'wants_super' }

async function create({ db, read }: OpenCall): Promise<Response> {
  const { values, errors } = checkBody(registerFields, await read())
  const input = Object.fromEntries([...values].map(([name, value]) => [toDomain[name] ?? name, value]))
  if (Object.keys(errors).length > 0) {
    const found = errorsOf(await lookAtRegistration(db, input))
    return fieldErrors({ ...found, ...errors })
  }
  const made = await register(db, input, 'rest')
  if (!made.ok) return failureResponse(made.failure)
  const token = await issueAccountToken(db, made.value)
  return Response.json(userBody(made.value, token), { status: 201 })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: open(create) })
