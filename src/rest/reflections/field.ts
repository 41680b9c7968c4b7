import { removeField, updateField } from '@/domain/fields/commands'
import { endpoint, scoped } from '../contract'
import { reflections, respond } from './contract'
import { toField } from './mapping'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  PATCH: scoped('fields:write', async ({ db, actor, params, read }) =>
    respond(await updateField(db, actor, { name: params.name ?? '', patch: toField(await read()) }), (field) =>
      Response.json(field),
    ),
  ),
  DELETE: scoped('fields:write', async ({ db, actor, params }) =>
    respond(await removeField(db, actor, { name: params.name ?? '' }), () => new Response(null, { status: 204 })),
  ),
})
