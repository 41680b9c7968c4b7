import { TRPCError } from '@trpc/server'
import { isForeign } from '@/auth/same-origin'
import type { Actor } from '@/domain/actor'
import { exceedsBounds, jsonBounds } from '@/infra/json-bounds'
import { mediaTypeOf, readWithin } from '@/infra/read-within'
import { routes } from '@/server/routes'
import { createContext, failedAs, otherSite } from './init'

const { nobody, verified } = routes.trpc.body

export type Taken = {
  /** With the body read, if there is one. */
  request: Request
  /** Who is signed in, where that had to be known before the body was read. */
  actor?: Actor | undefined
  /** Why no procedure is to see the request. */
  refusal?: TRPCError
}

/**
 * Takes a request in within bounds: of a page of ours, as JSON, and of no more than 64 kB unless the session is verified.
 * What it holds is not parsed before it is known to be neither deep nor of many keys.
 */
export async function take(request: Request): Promise<Taken> {
  if (isForeign(request)) return refused(request, failedAs('FORBIDDEN', otherSite))
  if (request.method !== 'POST') {
    const input = new URL(request.url).searchParams.get('input')
    return input !== null && exceedsBounds(input, jsonBounds()) ? refused(request, tooComplex()) : { request }
  }
  // Any other type a page of another site may send without asking first.
  if (mediaTypeOf(request) !== 'application/json')
    return refused(request, new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'a body is application/json' }))
  let bytes: Uint8Array | undefined
  let actor: Actor | undefined
  try {
    const isLarge = Number(request.headers.get('content-length') ?? 0) > nobody
    if (isLarge) actor = (await createContext(request.headers)).actor
    bytes = await readWithin(request, actor ? verified : nobody)
  } catch (error) {
    return refused(request, whyNot(request, error))
  }
  if (!bytes) return refused(request, new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: 'the body is too large' }))
  const text = new TextDecoder().decode(bytes)
  if (exceedsBounds(text, jsonBounds())) return refused(request, tooComplex())
  return { request: withBody(request, text), actor }
}

/** The error of a body that could not be read. */
function whyNot({ signal }: Request, error: unknown): TRPCError {
  if (error instanceof TRPCError) return error
  return new TRPCError({ code: signal.aborted ? 'CLIENT_CLOSED_REQUEST' : 'INTERNAL_SERVER_ERROR', cause: error })
}

const tooComplex = () => new TRPCError({ code: 'BAD_REQUEST', message: 'the JSON is too deep, or has too many keys' })

/** A refusal is answered in tRPC's own shape, which its client reads; nothing of the request is looked at for it. */
function refused(request: Request, refusal: TRPCError): Taken {
  const asked = request.method === 'POST' ? withBody(request, '{}', { 'content-type': 'application/json' }) : request
  return { request: asked, refusal }
}

function withBody({ url, method, headers, signal }: Request, body: string, more: Record<string, string> = {}): Request {
  const all = new Headers(headers)
  for (const [name, value] of Object.entries(more)) all.set(name, value)
  return new Request(url, { method, headers: all, body, signal })
}
