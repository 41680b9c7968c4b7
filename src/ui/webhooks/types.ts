import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Out = inferRouterOutputs<AppRouter>['webhooks']
export type Endpoint = Out['list'][number]
export type NewEndpoint = Out['create']
export type Delivery = Out['deliveries']['deliveries'][number]
export type DeliveryDetails = Out['delivery']
