// Next's stores are there only once it has made itself at home in Node.js.
import 'next/dist/server/node-environment-baseline'

import { randomUUID } from 'node:crypto'
import { workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external'
import { createRequestStore } from 'next/dist/server/async-storage/request-store'
import { createWorkStore } from 'next/dist/server/async-storage/work-store'
import { encode } from 'next-auth/jwt'
import { sessionCookie } from '@/auth/cookies'
import { endSession, sessionLife } from '@/domain/accounts/sessions'
import { env } from '@/infra/env'
import { testDb, unique } from './factories'

type Options = { ended?: boolean; confirmed?: number | null; passwordHash?: string; username?: string }

const roles = { teacher: {}, grade_admin: { isGrade: 2 }, school_admin: { isSuper: 1 } }

/**
 * The cookie of somebody of the school who signed in with a browser; `ended`: and was signed out since. `confirmed`: so many
 * minutes ago the password was last given; null in a session of before the upgrade.
 */
export async function cookieOf(
  schoolId: number,
  role: keyof typeof roles,
  { ended = false, confirmed = 0, ...more }: Options = {},
): Promise<string> {
  const data = { schoolId, username: unique('u'), approvedAt: new Date(), ...roles[role], ...more }
  const { id } = await testDb.prisma.account.create({ data })
  const expiresAt = new Date(Date.now() + sessionLife * 1000)
  const confirmedAt = confirmed === null ? null : new Date(Date.now() - confirmed * 60_000)
  const { id: sessionId } = await testDb.prisma.session.create({
    data: { id: randomUUID(), accountId: id, expiresAt, confirmedAt },
  })
  if (ended) await endSession(testDb, { sessionId })
  return `${sessionCookie()}=${await encode({ token: { sessionId }, secret: env().authSecret ?? '' })}`
}

/** Calls a route's handler as Next does, so that what it asks of the request's headers and cookies is there. */
export function handled(request: Request, handler: (request: Request) => Promise<Response>): Promise<Response> {
  const store = createRequestStore({
    ...{ phase: 'action', headers: request.headers, url: new URL(request.url), rootParams: {} },
    implicitTags: { tags: [], expirationsByCacheKind: new Map() },
    ...{ resumeDataCache: null, previewProps: undefined, isHmrRefresh: false, onUpdateCookies: undefined },
    ...{ serverComponentsHmrCache: undefined, hmrRefreshHash: undefined, stagedFallbackParams: null },
  })
  const route = createWorkStore({
    ...{ page: new URL(request.url).pathname, buildId: '', deploymentId: '', previouslyRevalidatedTags: [] },
    renderOpts: {
      ...{
        cacheLifeProfiles: { default: { stale: 0, revalidate: 0, expire: 0 } },
        staticPageGenerationTimeout: 0,
        cacheComponents: false,
        validationLevel: 'warning',
      },
      ...{ waitUntil: undefined, onClose: () => {}, onAfterTaskError: undefined },
      experimental: {
        isRoutePPREnabled: false,
        authInterrupts: false,
        useCacheTimeout: 0,
        durableUseCacheEntries: false,
      },
    },
  })
  return workAsyncStorage.run(route, () => workUnitAsyncStorage.run(store, () => handler(request)))
}
