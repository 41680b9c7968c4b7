import { z } from 'zod'
import { addressOf } from '@/auth/address'
import { countCalls } from '@/auth/call-limit'
import { isForeign } from '@/auth/same-origin'
import { sessionActor } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import type { Failure } from '@/domain/errors'
import { findUnfit } from '@/domain/plain-input'
import { createImport } from '@/domain/transfer/import/commands'
import { refusedFile } from '@/domain/transfer/import/refused-file'
import { importSettings } from '@/domain/transfer/import/schema'
import { asCaller } from '@/infra/caller'
import { db } from '@/infra/db'
import { parseBounded } from '@/infra/json-bounds'
import { leaveTurn } from '@/infra/queue/call-turn'
import { mediaTypeOf } from '@/infra/read-within'
import { streamedBody } from '@/infra/streamed-body'
import { answer as refuse, thrown } from './file-route'
import { otherSite, statusOf } from './init'

export { uploadLimit } from '@/domain/transfer/import/files'

const answer = (status: number, body: object): Response =>
  Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
const failed = (failure: Failure): Response =>
  refuse(failure.kind === 'refused' && failure.reason === 'too_large' ? 413 : statusOf(failure), failure)

/** The one gate of both: a page of our own, with somebody signed in. */
const asActor = (request: Request, work: (actor: Actor) => Promise<Response>): Promise<Response> =>
  asCaller(addressOf(request.headers), request.signal, () => answered(request, work))

async function answered(request: Request, work: (actor: Actor) => Promise<Response>): Promise<Response> {
  if (isForeign(request)) return answer(403, { failure: otherSite })
  try {
    const actor = await sessionActor()
    const { over, seconds } = await countCalls(actor, addressOf(request.headers), 1)
    if (over) return failed({ kind: 'throttled', seconds })
    return actor ? await work(actor) : answer(401, { failure: null })
  } catch (error) {
    return thrown(request, error)
  }
}

const query = z.object({
  role: z.literal(['1', '2', '8']).transform((role) => (role === '1' ? 1 : role === '2' ? 2 : 8)),
  name: z.string().trim().max(255).default(''),
  settings: z
    .string()
    .transform((text, context) => {
      try {
        const settings: unknown = parseBounded(text)
        if (findUnfit(settings) === undefined) return settings
        context.addIssue({ code: 'custom', message: 'no plain values' })
        return z.NEVER
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' })
        return z.NEVER
      }
    })
    .pipe(importSettings.partial())
    .optional(),
})

/** What a page of another site may send without asking first; a file is sent as what it is. */
const simpleTypes = ['', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']

async function* none(): AsyncGenerator<Uint8Array> {}

/** What the caller says that it sends, in bytes. */
const sizeOf = ({ headers }: Request): number | undefined => {
  const said = headers.get('content-length') ?? ''
  return /^\d{1,15}$/.test(said) ? Number(said) : undefined
}

/** `POST /api/imports?role&name&settings`: the file is the body, as it is. Answers `{id}`; the reading goes on by itself. */
export const uploadImport = (request: Request): Promise<Response> =>
  asActor(request, async (actor) => {
    if (simpleTypes.includes(mediaTypeOf(request))) return answer(415, { failure: null })
    const given = Object.fromEntries(new URL(request.url).searchParams)
    const unfit = findUnfit(given)
    if (unfit !== undefined) return failed({ kind: 'invalid', issues: [{ field: unfit, reason: 'invalid' }] })
    const parsed = query.safeParse(given)
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ path }) => ({
        field: String(path[0] ?? ''),
        reason: 'invalid' as const,
      }))
      return failed({ kind: 'invalid', issues })
    }
    const { role, name, settings } = parsed.data
    // A file may come slowly.
    leaveTurn()
    const size = sizeOf(request)
    const made = await createImport(db(), actor, { role, fileName: name, settings, size }, request.body ?? none())
    return made.ok ? answer(201, { id: made.value.id }) : failed(made.failure)
  })

async function* encoded(text: AsyncGenerator<string>): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder()
  for await (const each of text) yield encoder.encode(each)
}

/** `GET /api/imports/:id/refused?language`: the refused rows with their reasons, to be put right and imported again. */
export const downloadRefused = (request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> =>
  asActor(request, async (actor) => {
    const { id } = await context.params
    const file = await refusedFile(db(), actor, {
      language: new URL(request.url).searchParams.get('language') === 'en' ? 'en' : 'zh',
      id: /^\d{1,9}$/.test(id) ? Number(id) : 0,
    })
    if (!file.ok) return failed(file.failure)
    const { name, text } = file.value
    const bytes = encoded(text)
    const body = await streamedBody(request, bytes, () => bytes.return())
    return new Response(body, {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="refused.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
        'Cache-Control': 'no-store',
      },
    })
  })
