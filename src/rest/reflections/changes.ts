import { setTimeout as pause } from 'node:timers/promises'
import { type ChangePage, checkCursor, type FeedFailure, newCursor, readChanges } from '@/domain/feed/queries'
import { addressUsed } from '../address-used'
import { type Call, endpoint, scoped } from '../contract'
import { parseChanges } from './changes-query'
import { jsonText, reflections } from './contract'
import { badQuery, failureResponse, gone } from './errors'

/** How often it is looked for changes while a caller waits, in milliseconds. */
const pulse = 500

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
  const { db, actor, request, url } = call
  const query = parseChanges(url.searchParams)
  if (!query.ok) return badQuery(query.message)
  if (query.after === undefined) {
    const begun = await newCursor(db, actor)
    return begun.ok ? answer(call, { json: '[]', next: begun.value, more: false }) : refuse(begun.failure)
  }
  const cursor = await checkCursor(db, actor, query.after)
  if (!cursor.ok) return refuse(cursor.failure)
  const until = performance.now() + query.wait * 1000
  for (;;) {
    const page = await readChanges(db, actor, cursor.value, query.limit)
    const left = until - performance.now()
    if (page.json !== '[]' || page.more || left <= 0 || request.signal.aborted) return answer(call, page)
    await pause(Math.min(pulse, left), undefined, { signal: request.signal }).catch(() => {})
  }
}

/** The feed: every change of people and fields, in order, none left out. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(reflections, { GET: scoped('people:read', list) })
