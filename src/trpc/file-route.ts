import { addressOf } from '@/auth/address'
import { countCalls } from '@/auth/call-limit'
import { isForeign } from '@/auth/same-origin'
import { sessionActor } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import type { Failure, Result } from '@/domain/errors'
import type { OutFile } from '@/domain/transfer/export'
import { asCaller } from '@/infra/caller'
import { log } from '@/infra/log'
import { slotIn } from '@/infra/queue/queue'
import { isDataException } from '@/infra/sql-error'
import { logState } from '@/infra/state-log'
import { streamedBody } from '@/infra/streamed-body'
import { notNow } from '@/infra/unavailable'
import { otherSite } from './init'
import { ownTurn } from './own-turn'

const statuses = {
  invalid: 422,
  forbidden: 403,
  missing_scope: 403,
  confirm: 428,
  not_found: 404,
  busy: 409,
  changed_meanwhile: 409,
  refused: 412,
  throttled: 429,
  unavailable: 503,
} as const satisfies Record<Failure['kind'], number>

export const answer = (status: number, failure: Failure | null): Response => {
  const headers = new Headers({ 'Cache-Control': 'no-store' })
  if (failure && 'seconds' in failure) headers.set('Retry-After', String(failure.seconds))
  return Response.json({ failure }, { status, headers })
}

/** The answer to whatever a file could not be made for. */
export function thrown(request: Request, error: unknown): Response {
  if (isDataException(error)) return answer(422, { kind: 'invalid', issues: [] })
  const about = { request: request.headers.get('x-request-id') }
  const failure = notNow(error)
  if (failure) {
    if (!request.signal.aborted) logState(error, about)
    return answer(503, failure)
  }
  log.error({ ...about, err: error }, 'a file could not be carried')
  return answer(500, null)
}

/** A file for whoever is signed in, asked for by a page of our own; a failure is said as JSON. */
export const download = (request: Request, work: (actor: Actor) => Promise<Result<OutFile>>): Promise<Response> =>
  asCaller(addressOf(request.headers), request.signal, () => answered(request, work))

async function answered(request: Request, work: (actor: Actor) => Promise<Result<OutFile>>): Promise<Response> {
  if (isForeign(request)) return answer(403, otherSite)
  // Making a file is written into the history: only whoever takes it asks for it.
  if (request.method === 'HEAD') return new Response(null, { status: 405, headers: { Allow: 'GET' } })
  try {
    const actor = await sessionActor()
    const { over, seconds } = await countCalls(actor, addressOf(request.headers), 1)
    if (over) return answer(429, { kind: 'throttled', seconds })
    if (!actor) return answer(401, null)
    const leave = await slotIn('costly', ownTurn(actor, request.signal))
    const file = await work(actor).catch((error) => {
      leave()
      throw error
    })
    if (file.ok) return await asDownload(request, file.value, leave)
    leave()
    return answer(statuses[file.failure.kind], file.failure)
  } catch (error) {
    return thrown(request, error)
  }
}

/** `onMade` is called once, when nothing more of the file has to be made. */
async function asDownload(request: Request, { name, type, bytes }: OutFile, onMade: () => void): Promise<Response> {
  const plain = name.replace(/[^\w.-]+/g, '_')
  // It may fail before somebody reads it, who is told then; without a listener it would end the process.
  bytes.on('error', () => {})
  const chunks: AsyncIterator<Uint8Array> = bytes[Symbol.asyncIterator]()
  const body = await streamedBody(request, chunks, () => bytes.destroy(), onMade)
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
    },
  })
}
