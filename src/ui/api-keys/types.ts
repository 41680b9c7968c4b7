import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>['apiKeys']
export type KeyInputs = inferRouterInputs<AppRouter>['apiKeys']

export type KeyList = Outputs['list']
export type Key = KeyList['keys'][number]
export type Secret = Key['secrets'][number]
export type NewKey = Outputs['create']
