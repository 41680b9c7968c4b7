import { createHash } from 'node:crypto'
import Negotiator from 'negotiator'
import { env } from '@/infra/env'
import { compose, type Language } from './compose'
import type { ContractApi } from './document'
import { excourseApi } from './excourse/openapi'
import { problemResponse } from './reflections/errors'
import { reflectionsApi } from './reflections/openapi'

const contracts = new Map<string, ContractApi>([
  ['reflections', reflectionsApi],
  ['excourse', excourseApi],
])
export const contractNames = [...contracts.keys()]

const whole = {
  title: { zh: '名册开放接口', en: 'Mingce API' },
  version: '1.0.0',
  description: {
    zh: '学校名册的全部开放接口。凡有校验之处，文档即由校验所用的规则生成。',
    en: 'Every interface of the school directory for outside systems. Wherever something is checked, this document is made from the rules that check it.',
  },
}

const made = new Map<string, Promise<object>>()

/** The OpenAPI document of one contract, or of all; undefined when there is no such contract. Made once a language. */
export function openApi(language: Language, name?: string): Promise<object> | undefined {
  const contract = name === undefined ? undefined : contracts.get(name)
  if (name !== undefined && !contract) return undefined
  const key = `${language} ${name ?? ''}`
  const known = made.get(key)
  if (known) return known
  const about = contract ?? whole
  const document = compose(about, contract ? [contract] : [...contracts.values()], {
    language,
    server: env().publicUrl,
  })
  made.set(key, document)
  return document
}

/** The language asked for by `?lang`, else the first of ours that the caller reads, else Chinese. */
function languageOf(request: Request): Language {
  const asked = new URL(request.url).searchParams.get('lang')
  if (asked === 'zh' || asked === 'en') return asked
  const headers = { 'accept-language': request.headers.get('accept-language') ?? undefined }
  return new Negotiator({ headers }).language(['zh', 'en']) === 'en' ? 'en' : 'zh'
}

async function serve(request: Request, name?: string): Promise<Response> {
  const language = languageOf(request)
  const document = await openApi(language, name)
  if (!document) return problemResponse({ kind: 'no_route' })
  const text = JSON.stringify(document)
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  const headers = {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=300',
    'Content-Language': language,
    ETag: etag,
    Vary: 'Accept-Language',
  }
  const has = request.headers
    .get('if-none-match')
    ?.split(',')
    .some((each) => each.trim().replace(/^W\//, '') === etag)
  if (has) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers } })
}

/** `/api/openapi.json`: every contract in one document. */
export const all = (request: Request): Promise<Response> => serve(request)

/** `/api/openapi/<contract>.json`. */
export async function one(request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params
  return serve(request, file.replace(/\.json$/, ''))
}
