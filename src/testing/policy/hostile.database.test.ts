import superjson from 'superjson'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { log } from '@/infra/log'
import { unique } from '@/testing/factories'
import { cookieOf, handled } from '@/testing/signed-in'
import { handleTrpc } from '@/trpc/handler'
import { lateRefusal } from '@/trpc/init'
import { appRouter } from '@/trpc/router'
import { hostileInputs } from './hostile'
import { procedures } from './procedures'
import { newWorld, type World } from './world'

const seed = 20_261_130
const callers = { nobody: 8, teacher: 12, school_admin: 40 } as const
type Who = keyof typeof callers

type Answer = { status: number; ms: number }

/** As a page sends it, and what no page would send all the same: superjson refuses names of prototypes. */
function sent(input: unknown): string {
  try {
    return superjson.stringify(input)
  } catch {
    return JSON.stringify({ json: input })
  }
}

function requestOf(path: string, cookie: string | undefined, input: unknown): Request {
  const isQuery = Reflect.get(Reflect.get(appRouter._def.procedures, path), '_def').type === 'query'
  const text = sent(input)
  const headers = { 'x-client-address': unique('a'), 'sec-fetch-site': 'same-origin', ...(cookie ? { cookie } : {}) }
  const url = `http://site/api/trpc/${path}`
  if (isQuery) return new Request(`${url}?input=${encodeURIComponent(text)}`, { headers })
  return new Request(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: text })
}

async function call(path: string, cookie: string | undefined, input: unknown): Promise<Answer> {
  const request = requestOf(path, cookie, input)
  const begun = performance.now()
  const { status } = await handled(request, async (asked) => handleTrpc(asked))
  return { status, ms: performance.now() - begun }
}

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

// The database is the last line: what reaches it should have been refused before.
const refusedLate = vi.spyOn(log, 'warn')
afterEach(() => refusedLate.mockClear())
afterAll(() => refusedLate.mockRestore())

let world: World
const cookies: Record<Who, string | undefined> = { nobody: undefined, teacher: undefined, school_admin: undefined }
beforeAll(async () => {
  world = await newWorld()
  cookies.teacher = await cookieOf(world.school, 'teacher')
  cookies.school_admin = await cookieOf(world.school, 'school_admin')
})

/** What a hostile call may take at most, in medians of plain calls of the same procedure. */
const factor = 25
/** Plain calls that are refused at once take next to nothing: what counts then is the median of a list. */
let list = 0
beforeAll(async () => {
  const taken: number[] = []
  for (let n = 0; n < 9; n++) taken.push((await call('people.list', cookies.school_admin, {})).ms)
  list = median(taken)
})

describe.each(Object.entries(procedures))('%s', (path, { input }) => {
  test('no hostile input is a fault, or takes much longer than a plain one', { timeout: 60_000 }, async () => {
    // A call may delete what it is about, or end the session: each has its own.
    const own = await newWorld()
    for (const [who, count] of Object.entries(callers) as [Who, number][]) {
      const cookie = who === 'nobody' ? undefined : await cookieOf(own.school, who)
      const given = input?.(own)
      const plain: number[] = []
      for (let n = 0; n < 5; n++) plain.push((await call(path, cookie, given)).ms)
      const most = factor * Math.max(median(plain), list)
      for (const hostile of hostileInputs(given, count, seed + path.length * 1_000 + count)) {
        const about = `${who} ${path} ${sent(hostile).slice(0, 200)}`
        const answer = await call(path, cookie, hostile)
        expect(answer.status, about).toBeLessThan(500)
        expect(
          refusedLate.mock.calls.map(([, words]) => words),
          about,
        ).not.toContain(lateRefusal)
        // The machine may have been busy: slow is what is slow again and again.
        const again = answer.ms > most ? [answer.ms, ...(await thrice(path, cookie, hostile))] : [answer.ms]
        expect(Math.min(...again), about).toBeLessThan(most)
      }
    }
  })
})

async function thrice(path: string, cookie: string | undefined, input: unknown): Promise<number[]> {
  const taken: number[] = []
  for (let n = 0; n < 3; n++) taken.push((await call(path, cookie, input)).ms)
  return taken
}
