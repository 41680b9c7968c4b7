import { patchPerson } from '@/domain/people/commands'
import { readPerson } from '@/domain/people/queries'
import { removePeople, removePerson } from '@/domain/people/remove'
import { type Call, endpoint, scoped } from '../contract'
import { expectedOf, unlessKnown } from '../etag'
import { reflections, respond, tagged } from './contract'
import { toPerson } from './mapping'

/** The id of a path; what is no id of ours is nobody's. */
const idOf = ({ params }: Call) => (/^[1-9]\d{0,8}$/.test(params.id ?? '') ? Number(params.id) : 0)

async function change(call: Call): Promise<Response> {
  const { db, actor, request, read } = call
  const expected = expectedOf(request)
  return respond(
    await patchPerson(db, actor, idOf(call), toPerson(await read()), 'flat', expected?.holds),
    tagged,
    expected,
  )
}

async function remove(call: Call): Promise<Response> {
  const { db, actor, request } = call
  const expected = expectedOf(request)
  const id = idOf(call)
  const removed = expected
    ? await removePerson(db, actor, id, 'flat', expected.holds)
    : await removePeople(db, actor, { ids: [id] })
  return respond(removed, () => new Response(null, { status: 204 }), expected)
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  GET: scoped('people:read', async (call) =>
    respond(await readPerson(call.db, call.actor, { id: idOf(call) }, 'flat'), (text) =>
      unlessKnown(call.request, text, tagged(text)),
    ),
  ),
  PATCH: scoped('people:write', change),
  DELETE: scoped('people:write', remove),
})
