import { createField } from '@/domain/fields/commands'
import { listFields } from '@/domain/fields/queries'
import { type Call, endpoint, scoped } from '../contract'
import { unlessKnown } from '../etag'
import { posting } from '../posting'
import { jsonText, reflections, respond, tagged } from './contract'
import { badQuery } from './errors'
import { toField } from './mapping'

async function list({ db, actor, request, url }: Call): Promise<Response> {
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'role')
  if (unknown !== undefined) return badQuery(`${unknown}不是已知的字段。`)
  const [role = null, ...more] = url.searchParams.getAll('role')
  if (more.length > 0) return badQuery('参数role重复。')
  if (role !== null && role !== '1' && role !== '2') return badQuery('参数role是无效的。')
  const wanted = role === null ? {} : { role: role === '1' ? (1 as const) : (2 as const) }
  return respond(await listFields(db, actor, wanted), (fields) => {
    const text = JSON.stringify(fields)
    return unlessKnown(request, text, jsonText(text))
  })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  GET: scoped('fields:read', list),
  POST: posting('fields:write', async ({ db, actor, read }) =>
    respond(await createField(db, actor, toField(await read())), (field) =>
      tagged(JSON.stringify(field), 201, { Location: `/api/v1/reflection-fields/${field.name}` }),
    ),
  ),
})
