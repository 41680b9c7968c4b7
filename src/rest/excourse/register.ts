import { issueAccountToken } from '@/auth/account-token'
import { lookAtRegistration, registerAnd } from '@/domain/accounts/register'
import { findTokenStanding } from '@/domain/accounts/sessions'
import { endpoint } from '../contract'
import type { Review } from '../once'
import { type OpenPosting, openPosting } from '../posting'
import { excourse } from './contract'
import { fieldErrors, notFound } from './errors'
import { checkBody } from './fields'
import { registerFields } from './schema'
import { errorsOf, failureResponse, userBody } from './user'

/** The wishes of the body are requests in the domain; nobody becomes an administrator by asking. */
const toDomain: Record<string, string> = { sms_code: 'code', is_grade: 'wants_grade', is_super: 'wants_super' }

async function create({ db, read, keepIn }: OpenPosting): Promise<Response> {
  const { values, errors } = checkBody(registerFields, await read())
  const input = Object.fromEntries([...values].map(([name, value]) => [toDomain[name] ?? name, value]))
  if (Object.keys(errors).length > 0) {
    const looked = await lookAtRegistration(db, input)
    return looked.ok ? fieldErrors({ ...errorsOf(looked.value), ...errors }) : failureResponse(looked.failure)
  }
  const made = await registerAnd(db, input, 'rest', async (tx, account) => {
    const answer = Response.json(userBody(account, await issueAccountToken(tx, account)), { status: 201 })
    await keepIn(tx, answer)
    return answer
  })
  return made.ok ? made.value : failureResponse(made.failure)
}

/** Of an account that was deleted or erased since, a kept answer shows nothing. */
const review: Review = async (db, kept) => {
  const standing = 'id' in kept && typeof kept.id === 'number' ? await findTokenStanding(db, kept.id) : undefined
  return standing && !standing.is_gone ? undefined : { answer: notFound() }
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: openPosting(create, review) })
