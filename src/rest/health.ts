import { db } from '@/infra/db'
import { type Readiness, ReadinessProbe } from '@/infra/readiness'

const plain = (status: number, text: string) =>
  new Response(`${text}\n`, {
    status,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(status === 503 ? { 'Retry-After': '5' } : {}),
    },
  })

/** 200 while the process lives. */
export const alive = (): Response => plain(200, 'ok')

const words: Record<Readiness, string> = {
  ready: 'ready',
  busy: 'ready, and busy',
  migrations_pending: 'migrations are pending',
  read_only: 'the database is read-only',
  no_rights: 'the database gives no rights: start the site anew',
  full: 'the database has no room',
  damaged: 'the database is damaged',
  away: 'the database is away',
  broken: 'the database is not what Mingce made',
}

// Next may hold this module more than once in a process.
const held = globalThis as { mingceReadiness?: ReadinessProbe }

const look = (): Promise<Readiness> => {
  held.mingceReadiness ??= new ReadinessProbe(() => db().url)
  return held.mingceReadiness.check()
}
const canWork = (now: Readiness): boolean => now === 'ready' || now === 'busy'

/** Whether work can be done, within 5 s. */
export const isReady = async (): Promise<boolean> => canWork(await look())

/** 200 when work can be done, else 503 with the reason in a word, within 5 s. */
export async function ready(): Promise<Response> {
  const now = await look()
  return plain(canWork(now) ? 200 : 503, words[now])
}
