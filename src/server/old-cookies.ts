import type { IncomingHttpHeaders } from 'node:http'
import type { Sql } from '@/infra/db'
import { log } from '@/infra/log'

/** The migration of the version that gave cookies their names of today. */
const renaming = '20261130090100_cookies_of_one_host'
const days = 30

/**
 * Until when cookies are read by the names they had before, in milliseconds: for 30 days after the upgrade, so that it
 * signs nobody out. Where the database cannot say, they are read while the process lives.
 */
export async function oldNamesUntil(sql: Sql): Promise<number> {
  try {
    const [row] = await sql<{ until: number }>(
      `SELECT extract(epoch FROM finished_at + make_interval(days => $2::int))::float8 * 1000 AS until
       FROM _prisma_migrations WHERE migration_name = $1 AND finished_at IS NOT NULL`,
      [renaming, days],
    )
    return row?.until ?? 0
  } catch (error) {
    log.warn({ err: error }, 'the time of the upgrade is not known: cookies are read by their old names')
    return Number.POSITIVE_INFINITY
  }
}

/** The name of today for a cookie that had another by https, and the parts of one that was too long. */
const renamed = (name: string): string | undefined => {
  if (/^__Secure-next-auth\.(session-token(\.\d)?|callback-url)$/.test(name))
    return name.replace('__Secure-', '__Host-')
  return /^(locale|columns-(student|teacher|guardian))$/.test(name) ? `__Host-${name}` : undefined
}

/** Gives cookies of old names their names of today, where the browser has none by them. */
export function renameCookies(headers: IncomingHttpHeaders): void {
  if (!headers.cookie) return
  const cookies = headers.cookie.split(';').map((each) => {
    const [name = '', ...value] = each.trim().split('=')
    return { name, value: value.join('=') }
  })
  const names = new Set(cookies.map(({ name }) => name))
  const read = cookies.flatMap(({ name, value }) => {
    const now = renamed(name)
    if (now === undefined) return [{ name, value }]
    return names.has(now) ? [] : [{ name: now, value }]
  })
  headers.cookie = read.map(({ name, value }) => `${name}=${value}`).join('; ')
}

const callbackUrl = /(?:^|;)\s*(?:__(?:Host|Secure)-)?next-auth\.callback-url\s*=[^;]*/g

/**
 * Takes the cookie away in which next-auth keeps where to go after signing in. Our pages say that themselves, and at one that
 * holds no address, which a neighbour of the domain may have set, next-auth fails for every page.
 */
export function dropCallbackUrl(headers: IncomingHttpHeaders): void {
  if (!headers.cookie?.includes('next-auth.callback-url')) return
  headers.cookie = headers.cookie.replace(callbackUrl, '').replace(/^[;\s]+/, '')
}
