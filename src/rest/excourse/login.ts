import { logIn, tokenActor } from '@/auth/account-token'
import { addressOf } from '@/auth/address'
import { knownBrowsers, noteKnownBrowser, withKnownBrowser } from '@/auth/known-browsers'
import { isOurPages } from '@/auth/same-origin'
import { endpoint, type OpenCall } from '../contract'
import { momentary, type Review } from '../once'
import { openPosting } from '../posting'
import { excourse } from './contract'
import { fieldErrors } from './errors'
import { checkBody } from './fields'
import { loginFields } from './schema'
import { failureResponse } from './user'

async function create({ db, request, read }: OpenCall): Promise<Response> {
  const { values, errors } = checkBody(loginFields, await read())
  if (Object.keys(errors).length > 0) return fieldErrors(errors)
  const cookie = request.headers.get('cookie') ?? undefined
  const given = {
    username: String(values.get('username')),
    password: String(values.get('password')),
    address: addressOf(request.headers),
    known: await knownBrowsers(cookie),
  }
  const entered = await logIn(db, given)
  if (!entered.ok) return failureResponse(entered.failure)
  if (!entered.value) return refusal()
  // A page of another site may not change what the browser holds.
  if (isOurPages(request)) await noteKnownBrowser(cookie, entered.value.known)
  return withKnownBrowser(Response.json(entered.value.answer))
}

/** In this contract's words a 401: the account may be let in, or its password changed, the next minute. */
const refusal = () => momentary(fieldErrors({ non_field_errors: ['无法使用提供的认证信息登录。'] }))

/** A kept token that has ended since is none: the password may be another by now. */
const review: Review = async (db, kept) => {
  const token = 'token' in kept && typeof kept.token === 'string' ? kept.token : ''
  return typeof (await tokenActor(db, token)) === 'string' ? { answer: refusal() } : undefined
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: openPosting(create, review) })
