import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>

/** Whole, as its owner and administrators see it. */
export type Account = Outputs['own']['account']
export type Suggestion = Outputs['accounts']['suggestions'][number][number]
/** A teacher whom a registration may be; that the name alone is the same proves nothing. */
export type Candidate = Omit<Suggestion, 'by'> & { by: Suggestion['by'] | 'name' }
/** A user name of the school with those that look like it. */
export type Alike = Outputs['accounts']['alike'][number]
export type Invitation = Outputs['accounts']['invitations'][number]
export type OwnSession = Outputs['own']['sessions'][number]
