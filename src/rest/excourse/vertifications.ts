import { addressOf } from '@/auth/address'
import { requestCode } from '@/domain/accounts/codes'
import { endpoint, type OpenCall } from '../contract'
import { momentary } from '../once'
import { openPosting } from '../posting'
import { excourse } from './contract'
import { fieldErrors } from './errors'
import { checkBody } from './fields'
import { codeFields } from './schema'

const isMissing = (value: unknown) =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

async function send({ db, request, read }: OpenCall): Promise<Response> {
  const body = await read()
  const given = new Map<string, unknown>(Object.entries(body))
  if (isMissing(given.get('username')) || isMissing(given.get('phone')))
    return Response.json({ msg: '缺少参数' }, { status: 403 })
  const { values, errors } = checkBody(codeFields, body)
  if (Object.keys(errors).length > 0) return fieldErrors(errors)
  const asked = {
    phone: String(values.get('phone')),
    username: String(values.get('username')),
    purpose: 'register',
    address: addressOf(request.headers),
  } as const
  const sent = await requestCode(db, asked)
  if (sent.ok) return Response.json({ message: '发送成功' })
  // In this contract's words a 429 and a 502.
  return momentary(
    sent.failure.kind === 'throttled'
      ? Response.json({ msg: `发送过于频繁，请${sent.failure.seconds}秒后再试` }, { status: 403 })
      : Response.json({ message: '发送失败' }, { status: 400 }),
  )
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, { POST: openPosting(send) })
