import { z } from 'zod'
import { longId as long, recordId } from '@/domain/ids'
import { createEndpoint, removeEndpoint, rotateSecret, updateEndpoint } from '@/domain/webhooks/commands'
import { listDeliveries, listEndpoints, readDelivery, readEndpoint } from '@/domain/webhooks/queries'
import { redeliver, redeliverFailed, sendTest } from '@/domain/webhooks/redeliver'
import type { EndpointCreate, EndpointPatch } from '@/domain/webhooks/schema'
import { procedure, router, sensitiveProcedure, unwrap } from './init'

const byId = z.object({ id: recordId })
// The command itself says what is wrong, key by key.
const endpoint = z.custom<EndpointCreate>((value) => typeof value === 'object' && value !== null)
const patch = z.custom<EndpointPatch>((value) => typeof value === 'object' && value !== null)

/** Where a school's changes are told, and what came of it. */
export const webhooks = router({
  list: procedure.query(async ({ ctx }) => unwrap(await listEndpoints(ctx.db, ctx.actor))),
  get: procedure.input(byId).query(async ({ ctx, input }) => unwrap(await readEndpoint(ctx.db, ctx.actor, input))),
  create: sensitiveProcedure
    .input(endpoint)
    .mutation(async ({ ctx, input }) => unwrap(await createEndpoint(ctx.db, ctx.actor, input))),
  update: sensitiveProcedure
    .input(z.object({ id: recordId, patch }))
    .mutation(async ({ ctx, input }) => unwrap(await updateEndpoint(ctx.db, ctx.actor, input.id, input.patch))),
  remove: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await removeEndpoint(ctx.db, ctx.actor, input))),
  rotate: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await rotateSecret(ctx.db, ctx.actor, input))),
  test: procedure.input(byId).mutation(async ({ ctx, input }) => unwrap(await sendTest(ctx.db, ctx.actor, input))),
  deliveries: procedure
    .input(
      z.object({
        endpoint_id: recordId,
        state: z.enum(['waiting', 'delivered', 'failed']).optional(),
        cursor: long.optional(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { endpoint_id, state, cursor } = input
      const page = { endpoint_id, ...(state ? { state } : {}), ...(cursor ? { before: cursor } : {}) }
      return unwrap(await listDeliveries(ctx.db, ctx.actor, page))
    }),
  delivery: procedure
    .input(z.object({ id: long }))
    .query(async ({ ctx, input }) => unwrap(await readDelivery(ctx.db, ctx.actor, input))),
  redeliver: procedure
    .input(z.object({ id: long }))
    .mutation(async ({ ctx, input }) => unwrap(await redeliver(ctx.db, ctx.actor, input))),
  redeliverFailed: procedure
    .input(z.object({ endpoint_id: recordId, since: z.date().min(new Date(0)).max(new Date('9999-12-31')) }))
    .mutation(async ({ ctx, input }) => unwrap(await redeliverFailed(ctx.db, ctx.actor, input))),
})
