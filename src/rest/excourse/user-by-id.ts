import { readAccount } from '@/domain/accounts/queries'
import type { Account, Colleague } from '@/domain/accounts/record'
import { updateAccount } from '@/domain/accounts/update'
import { can } from '@/domain/policy'
import { type Call, endpoint, signedIn } from '../contract'
import { excourse } from './contract'
import { fieldErrors, notFound } from './errors'
import { checkBody } from './fields'
import { updateFields } from './schema'
import { failureResponse, userBody } from './user'

const idOf = (params: Record<string, string>) => (/^\d{1,9}$/.test(params.pk ?? '') ? Number(params.pk) : 0)

async function show({ db, actor, params }: Call): Promise<Response> {
  const found = await readAccount(db, actor, { id: idOf(params) })
  return found.ok ? Response.json(userBody(found.value)) : failureResponse(found.failure)
}

/** What equals what is there is no change: a client that sends back all it has read changes only what it changed. */
function changesOf(body: object, account: Account | Colleague): object {
  const now = new Map<string, unknown>(Object.entries(account))
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !now.has(name) || now.get(name) !== value))
}

async function change({ db, actor, params, read }: Call): Promise<Response> {
  const id = idOf(params)
  const isAdmin = can(actor, 'accounts:manage')
  const found = await readAccount(db, actor, { id })
  if (!found.ok && found.failure.kind === 'not_found') return notFound()
  if (!found.ok || (id !== actor.accountId && !isAdmin))
    return Response.json({ msg: '您只能修改自己的信息!' }, { status: 403 })
  const { values, errors } = checkBody(fieldsFor(isAdmin), changesOf(await read(), found.value), true)
  if (Object.keys(errors).length > 0) return fieldErrors(errors)
  const changed = await updateAccount(db, actor, id, Object.fromEntries(values), 'contract')
  return changed.ok ? Response.json(userBody(changed.value)) : failureResponse(changed.failure)
}

/** What only an administrator may set is, from anybody else, an unknown key like any other. */
function fieldsFor(isAdmin: boolean) {
  const { is_grade, is_super, is_active, ...own } = updateFields
  return isAdmin ? updateFields : own
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(excourse, {
  GET: signedIn(show),
  PUT: signedIn(change),
  PATCH: signedIn(change),
})
