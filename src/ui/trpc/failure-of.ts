import { TRPCClientError } from '@trpc/client'
import type { Failure } from '@/domain/errors'
import type { AppRouter } from '@/trpc/router'

const asOurs = (error: unknown): TRPCClientError<AppRouter> | undefined =>
  error instanceof TRPCClientError ? error : undefined

/** What the domain said went wrong; null when the call did not get that far. */
export const failureOf = (error: unknown): Failure | null => asOurs(error)?.data?.failure ?? null

export const isSignedOut = (error: unknown): boolean => asOurs(error)?.data?.code === 'UNAUTHORIZED'

/** Whether asking again could help: a refusal stays one. */
export const isWorthRetrying = (error: unknown): boolean => {
  const status = asOurs(error)?.data?.httpStatus
  return status === undefined || status >= 500
}
