import { createPerson } from '@/domain/people/commands'
import { listPeople, type PersonStream, streamPeople } from '@/domain/people/queries'
import { streamedBody } from '@/infra/streamed-body'
import { type Call, endpoint, scoped } from '../contract'
import { unlessKnown } from '../etag'
import { type Posting, posting } from '../posting'
import { jsonText, reflections, respond, tagged } from './contract'
import { badQuery, failureResponse, message } from './errors'
import { toPerson } from './mapping'
import { paginationHeaders } from './pagination'
import { parseList } from './query'
import { reviewPerson } from './review'

/** Pages up to this many people are read at once; larger ones stream. */
const atOnce = 1000

async function list({ db, actor, request, url }: Call): Promise<Response> {
  const query = parseList(url.searchParams)
  if (!query.ok) return badQuery(query.message)
  const { page, perPage } = query
  const large = perPage > atOnce
  const found = large
    ? await streamPeople(db, actor, query.list, 'flat')
    : await listPeople(db, actor, query.list, 'flat')
  if (!found.ok) {
    const { failure } = found
    return failure.kind === 'invalid' ? badQuery(failure.issues.map(message).join('')) : failureResponse(failure)
  }
  const headers = paginationHeaders(request, url, { page, perPage, total: found.value.total })
  if ('json' in found.value) {
    const { json, total } = found.value
    // What the headers count belongs to the answer as well.
    return unlessKnown(request, `${total} ${json}`, jsonText(json, 200, headers))
  }
  const text = textOf(found.value)
  const body = await streamedBody(request, text, () => text.return())
  return new Response(body, { headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers } })
}

/** A JSON array, a batch of its rows at a time. */
async function* textOf({ batches }: PersonStream): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder()
  let lead = '['
  for await (const rows of batches) {
    yield encoder.encode(lead + rows.join(','))
    lead = ','
  }
  yield encoder.encode(lead === '[' ? '[]' : ']')
}

async function create({ db, actor, read }: Posting): Promise<Response> {
  const created = await createPerson(db, actor, toPerson(await read()), 'flat')
  return respond(created, (text) => {
    const { id } = JSON.parse(text)
    return tagged(text, 201, { Location: `/api/v1/reflections/${id}` })
  })
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, {
  GET: scoped('people:read', list),
  POST: posting('people:write', create, reviewPerson),
})
