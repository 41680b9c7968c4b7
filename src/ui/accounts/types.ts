import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>

export type Account = Outputs['accounts']['get']
export type Suggestion = Outputs['accounts']['suggestions'][number][number]
/** A teacher whom a registration may be; that the name alone is the same proves nothing. */
export type Candidate = Omit<Suggestion, 'by'> & { by: Suggestion['by'] | 'name' }
export type Invitation = Outputs['accounts']['invitations'][number]
export type OwnSession = Outputs['own']['sessions'][number]
