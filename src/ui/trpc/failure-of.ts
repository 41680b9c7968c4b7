import { TRPCClientError } from '@trpc/client'
import type { Failure } from '@/domain/errors'
import type { AppRouter } from '@/trpc/router'

export type CallFailure = Failure | { kind: 'signed_out' }

const asOurs = (error: unknown): TRPCClientError<AppRouter> | undefined =>
  error instanceof TRPCClientError ? error : undefined

export const isSignedOut = (error: unknown): boolean => asOurs(error)?.data?.code === 'UNAUTHORIZED'

/** What the domain said went wrong, or that nobody is signed in any more; null when the call did not get that far. */
export const failureOf = (error: unknown): CallFailure | null =>
  isSignedOut(error) ? { kind: 'signed_out' } : (asOurs(error)?.data?.failure ?? null)

/** Whether asking again could help: a refusal stays one. */
export const isWorthRetrying = (error: unknown): boolean => {
  const status = asOurs(error)?.data?.httpStatus
  return status === undefined || status >= 500
}
