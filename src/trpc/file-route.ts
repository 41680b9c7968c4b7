import type { Readable } from 'node:stream'
import { sessionActor } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import type { Failure, Result } from '@/domain/errors'
import type { OutFile } from '@/domain/transfer/export'
import { log } from '@/infra/log'
import { isForeign } from './same-origin'

const statuses = {
  invalid: 422,
  forbidden: 403,
  not_found: 404,
  busy: 409,
  changed_meanwhile: 409,
  refused: 412,
  throttled: 429,
} as const satisfies Record<Failure['kind'], number>

const answer = (status: number, failure: Failure | null): Response =>
  Response.json({ failure }, { status, headers: { 'Cache-Control': 'no-store' } })

/** A file for whoever is signed in, asked for by a page of our own; a failure is said as JSON. */
export async function download(request: Request, work: (actor: Actor) => Promise<Result<OutFile>>): Promise<Response> {
  if (isForeign(request)) return answer(403, { kind: 'forbidden' })
  try {
    const actor = await sessionActor()
    if (!actor) return answer(401, null)
    const file = await work(actor)
    return file.ok ? asDownload(file.value) : answer(statuses[file.failure.kind], file.failure)
  } catch (error) {
    log.error({ request: request.headers.get('x-request-id'), err: error }, 'a file could not be made')
    return answer(500, null)
  }
}

function asDownload({ name, type, bytes }: OutFile): Response {
  const plain = name.replace(/[^\w.-]+/g, '_')
  return new Response(streamOf(bytes), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
    },
  })
}

/** A connection to the database is held while a file is read: who stops reading for longer has left. */
const patience = 60_000

/** Bytes as fast as they are read; whoever leaves ends the query behind them. */
function streamOf(bytes: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = bytes[Symbol.asyncIterator]()
  let left: NodeJS.Timeout | undefined
  return new ReadableStream({
    async pull(controller) {
      clearTimeout(left)
      const next = await chunks.next()
      if (next.done) controller.close()
      else {
        controller.enqueue(next.value)
        left = setTimeout(() => bytes.destroy(new Error('nobody reads it any more')), patience).unref()
      }
    },
    cancel() {
      clearTimeout(left)
      bytes.destroy()
    },
  })
}
