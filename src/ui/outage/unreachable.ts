import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@/trpc/router'
import type { SiteState } from './site'

/** A call that the site did not do for a state of its own; `untouched`: it certainly did nothing of it. */
export type Unreachable = { state: SiteState; untouched: boolean }

const statusOf = (meta: Record<string, unknown> | undefined): number | undefined =>
  meta?.response instanceof Response ? meta.response.status : undefined

/** Whether a call failed because the site, or the way to it, is not there; undefined: it was answered. */
export function unreachableOf(error: unknown): Unreachable | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  const ours: TRPCClientError<AppRouter> = error
  const failure = ours.data?.failure
  if (failure?.kind === 'unavailable') return { state: failure.state ?? 'busy', untouched: failure.untouched === true }
  if (ours.data || ours.cause?.name === 'AbortError') return undefined
  // No answer of ours: nobody, or somebody on the way who knows the site no better.
  const status = statusOf(ours.meta)
  return status === undefined || status < 300 || status >= 500 ? { state: 'away', untouched: false } : undefined
}
