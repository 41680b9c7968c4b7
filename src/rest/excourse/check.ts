import { checkUsername } from '@/domain/accounts/queries'
import { endpoint, type OpenCall } from '../contract'
import { openPosting } from '../posting'
import { excourse } from './contract'
import { fieldErrors } from './errors'
import { checkBody } from './fields'
import { checkFields } from './schema'
import { failureResponse } from './user'

async function check({ db, read }: OpenCall): Promise<Response> {
  const { values, errors } = checkBody(checkFields, await read())
  if (Object.keys(errors).length > 0) return fieldErrors(errors)
  const checked = await checkUsername(db, { username: String(values.get('username')) })
  if (!checked.ok) return failureResponse(checked.failure)
  return checked.value
    ? Response.json({ msg: '用户名可用' })
    : Response.json({ msg: '用户名已存在！' }, { status: 403 })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: openPosting(check) })
