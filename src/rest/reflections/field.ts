import { removeField, updateField } from '@/domain/fields/commands'
import { readField } from '@/domain/fields/queries'
import type { Field } from '@/domain/fields/schema'
import { type Call, endpoint, scoped } from '../contract'
import { expectedOf, unlessKnown } from '../etag'
import { reflections, respond, tagged } from './contract'
import { toField } from './mapping'

const nameOf = ({ params }: Call) => params.name ?? ''

/** What the caller expects, asked of the field's bytes. */
function expecting({ request }: Call) {
  const expected = expectedOf(request)
  return { expected, isKnown: expected && ((field: Field) => expected.holds(JSON.stringify(field))) }
}

async function change(call: Call): Promise<Response> {
  const { expected, isKnown } = expecting(call)
  const input = { name: nameOf(call), patch: toField(await call.read()) }
  const changed = await updateField(call.db, call.actor, input, isKnown)
  return respond(changed, (field) => tagged(JSON.stringify(field)), expected)
}

async function remove(call: Call): Promise<Response> {
  const { expected, isKnown } = expecting(call)
  const removed = await removeField(call.db, call.actor, { name: nameOf(call) }, isKnown)
  return respond(removed, () => new Response(null, { status: 204 }), expected)
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  GET: scoped('fields:read', async (call) =>
    respond(await readField(call.db, call.actor, { name: nameOf(call) }), (field) => {
      const text = JSON.stringify(field)
      return unlessKnown(call.request, text, tagged(text))
    }),
  ),
  PATCH: scoped('fields:write', change),
  DELETE: scoped('fields:write', remove),
})
