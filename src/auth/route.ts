import { parse } from 'cookie'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth from 'next-auth'
import { asCaller, currentCaller } from '@/infra/caller'
import { env } from '@/infra/env'
import { parseBounded } from '@/infra/json-bounds'
import { inStrangersTurn } from '@/infra/queue/strangers'
import { readWithin } from '@/infra/read-within'
import { noteRoute } from '@/infra/route-handlers'
import { routes } from '@/server/routes'
import { addressOf } from './address'

import { sessionCookie } from './cookies'
import { withKnownBrowser } from './known-browsers'

import { authOptions } from './next-auth'
import { isForeign } from './same-origin'

/**
 * The route handler of `/api/auth`: next-auth's own, by the way it has for requests that are not Next's, so that our server
 * can call it as it calls those of the contracts (docs/decisions/0028).
 */
export const authHandler = async (request: Request): Promise<Response> => {
  noteRoute(request, { GET: authHandler, POST: authHandler })
  return asCaller(addressOf(request.headers), request.signal, () => answered(request))
}

async function answered(request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const nextauth = pathname.split('/').filter(Boolean).slice(2)
  // Strangers have nothing to write into our log.
  if (nextauth[0] === '_log') return new Response(null, { status: 404 })
  // To next-auth it is a fault of the site: none of our ways in comes back by GET.
  if (request.method !== 'POST' && nextauth[0] === 'callback')
    return new Response(null, { status: 405, headers: { Allow: 'POST', 'Cache-Control': 'no-store' } })
  if (request.method === 'POST' && isForeign(request)) return otherSite()
  const body = await formOf(request).catch(() => undefined)
  if (!body) return new Response('a body is a form or JSON', { status: 400 })
  const asked = {
    method: request.method,
    query: { ...Object.fromEntries(searchParams), nextauth },
    cookies: parse(request.headers.get('cookie') ?? ''),
    headers: Object.fromEntries(request.headers),
    body,
  }
  const answering = answerOf()
  await inStrangersTurn(async () =>
    NextAuth(asked as unknown as NextApiRequest, answering as unknown as NextApiResponse, authOptions),
  )
  const answer = withKnownBrowser(answering.answer())
  // What was shown and kept goes with the session; cookies that another browser tab signs in by do not.
  if (isSignedOut(answer)) answer.headers.set('Clear-Site-Data', '"cache", "storage"')
  const refused = currentCaller()?.refused
  // A page without scripts is led on, and finds the reason in its address.
  if (refused === undefined || answer.status < 400) return answer
  const headers = [...answer.headers, ['Retry-After', String(refused.seconds)]] satisfies [string, string][]
  return new Response(answer.body, { status: refused.status, headers })
}

/** Whether an answer takes the session's cookie back. */
const isSignedOut = (answer: Response): boolean =>
  answer.headers.getSetCookie().some((each) => each.startsWith(`${sessionCookie()}=;`))

/** The code by which a page learns that it is taken for one of another site. */
const otherSiteCode = 'other_site'

/** The refusal of a call of another site's page, as next-auth tells one of its own. */
function otherSite(): Response {
  const url = `${env().publicUrl}/sign-in?error=${otherSiteCode}`
  return Response.json({ url }, { status: 403, headers: { 'Cache-Control': 'no-store' } })
}

/** What a page sends, as names and values. @throws when it is not of its type, or too much */
async function formOf(request: Request): Promise<object> {
  if (request.method !== 'POST') return {}
  const type = request.headers.get('content-type') ?? ''
  const bytes = await readWithin(request, routes.auth.body.nobody)
  if (!bytes) throw new TypeError('too much')
  const sent = new TextDecoder().decode(bytes)
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(sent))
  const read: unknown = type.includes('application/json') && sent ? parseBounded(sent) : {}
  if (typeof read !== 'object' || read === null) throw new TypeError('no names and values')
  return read
}

/** As much of Node's response, with what Next adds to it, as next-auth answers by. */
function answerOf() {
  const headers = new Map<string, string | string[]>()
  let [status, body]: [number, string | null] = [200, null]
  const response = {
    status(code: number) {
      status = code
      return response
    },
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader(name: string, value: string | string[]) {
      headers.set(name.toLowerCase(), value)
      return response
    },
    json(value: unknown) {
      headers.set('content-type', 'application/json')
      body = JSON.stringify(value)
    },
    send(value: unknown) {
      if (typeof value === 'string' || value == null) body = value ?? null
      else response.json(value)
    },
    end() {},
    answer() {
      const each = [...headers].flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]))
      return new Response(body, { status, headers: each })
    },
  }
  return response
}
