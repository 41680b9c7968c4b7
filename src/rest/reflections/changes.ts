import { addressOf } from '@/auth/address'
import {
  type ChangePage,
  checkCursor,
  type FeedFailure,
  laterCursor,
  newCursor,
  readChanges,
} from '@/domain/feed/queries'
import { changeBehind } from '@/domain/feed/watch'
import { gathered } from '@/infra/gathered'
import { takeTurn } from '@/infra/queue/call-turn'
import { slotIn } from '@/infra/queue/queue'
import { addressUsed } from '../address-used'
import { type Call, endpoint, type Problem, scoped } from '../contract'
import { type ChangesQuery, parseChanges } from './changes-query'
import { jsonText, reflections } from './contract'
import { badQuery, failureResponse, gone } from './errors'

function refuse({ kind }: FeedFailure): Response {
  if (kind === 'forbidden') return failureResponse({ kind })
  return kind === 'gone'
    ? gone('该游标之后的变更已无法取得，请重新读取全部记录，再从新的游标开始。')
    : badQuery('参数after是无效的。')
}

/** The page, and where the next one is: always somewhere, since the feed has no end. */
function answer({ request, url }: Call, { json, next, more }: ChangePage): Response {
  const search = new URLSearchParams(url.search)
  search.set('after', next)
  return jsonText(`{"changes":${json},"next":"${next}","has_more":${more}}`, 200, {
    Link: `<${addressUsed(request, url)}?${search}>; rel=next`,
  })
}

async function list(call: Call): Promise<Response> {
  const { db, actor, url } = call
  const query = parseChanges(url.searchParams)
  if (!query.ok) return badQuery(query.message)
  if (query.after === undefined) {
    const begun = await newCursor(db, actor)
    return begun.ok ? answer(call, { json: '[]', next: begun.value, more: false }) : refuse(begun.failure)
  }
  const cursor = await checkCursor(db, actor, query.after)
  if (!cursor.ok) return refuse(cursor.failure)
  const page = await readChanges(db, actor, cursor.value, query.limit)
  return query.wait === 0 || isTold(page) ? answer(call, page) : waited(call, page, query)
}

const isTold = ({ json, more }: ChangePage): boolean => json !== '[]' || more

type Waited = { ok: true; page: ChangePage } | { ok: false; problem: Problem }
/** Many calls of a key that wait for the same are answered by the same. */
const together = gathered<Waited>()

/** Waits for the first page with something in it, or for the end of the time; holds neither a connection nor a turn. */
async function waited(call: Call, first: ChangePage, { wait, limit }: ChangesQuery & { ok: true }): Promise<Response> {
  const { actor, request } = call
  const until = performance.now() + wait * 1000
  const key = `key ${actor.apiKeyId}`
  const leave = await slotIn('poll', { turn: key, lane: key })
  try {
    for (let page = first; ; ) {
      const { schoolId, position } = laterCursor(page)
      const left = until - performance.now()
      const isOver = left <= 0 || !(await changeBehind(schoolId, position, left, request.signal))
      const caller = [request.headers.get('authorization'), addressOf(request.headers)]
      const name = JSON.stringify([...caller, position, limit, isOver])
      const read = await together(name, async () => {
        // One of them takes a turn for all.
        await takeTurn()
        return readAgain(call, page, isOver ? 0 : limit)
      })
      if (!read.ok) return reflections.problem(read.problem)
      page = read.page
      if (isOver || isTold(page)) return answer(call, page)
    }
  } finally {
    leave()
  }
}

/** The page behind another, for a caller whose key may have ended, or lost a scope, while they waited. */
async function readAgain({ request, db }: Call, before: ChangePage, limit: number): Promise<Waited> {
  const actor = await reflections.authenticate(request, db)
  if ('kind' in actor) return { ok: false, problem: actor }
  if (!actor.scopes.has('people:read')) return { ok: false, problem: { kind: 'missing_scope', scope: 'people:read' } }
  const page = limit === 0 ? before : await readChanges(db, actor, laterCursor(before), limit)
  return { ok: true, page }
}

/** The feed: every change of people and fields, in order, none left out. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, { GET: scoped('people:read', list) })
