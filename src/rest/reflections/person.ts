import { patchPerson } from '@/domain/people/commands'
import { readPerson } from '@/domain/people/queries'
import { removePeople } from '@/domain/people/remove'
import { endpoint, scoped } from '../contract'
import { jsonText, reflections, respond } from './contract'
import { toPerson } from './mapping'

const text = (json: string) => jsonText(json)
/** The id of a path; what is no id of ours is nobody's. */
const idOf = (params: Record<string, string>) => (/^[1-9]\d{0,8}$/.test(params.id ?? '') ? Number(params.id) : 0)

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  GET: scoped('people:read', async ({ db, actor, params }) =>
    respond(await readPerson(db, actor, { id: idOf(params) }, 'flat'), text),
  ),
  PATCH: scoped('people:write', async ({ db, actor, params, read }) =>
    respond(await patchPerson(db, actor, idOf(params), toPerson(await read()), 'flat'), text),
  ),
  DELETE: scoped('people:write', async ({ db, actor, params }) =>
    respond(await removePeople(db, actor, { ids: [idOf(params)] }), () => new Response(null, { status: 204 })),
  ),
})
