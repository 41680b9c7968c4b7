import { z } from 'zod'
import { acknowledgeApiKey, createApiKey, revokeApiKey, updateApiKey } from '@/domain/api-keys/commands'
import { listApiKeys } from '@/domain/api-keys/queries'
import { endOldSecret, rotateApiKey } from '@/domain/api-keys/rotate'
import type { KeyCreate, KeyPatch } from '@/domain/api-keys/schema'
import { recordId } from '@/domain/ids'
import { procedure, router, sensitiveProcedure, unwrap } from './init'

const byId = z.object({ id: recordId })
// The commands themselves say what is wrong, key by key.
const object = (value: unknown) => typeof value === 'object' && value !== null
const key = z.custom<KeyCreate>(object)
const patch = z.custom<KeyPatch>(object)
const rotation = z.custom<{ id: number; overlap_hours: number }>(object)

/** What administrators do with the keys of outside systems. */
export const apiKeys = router({
  list: procedure.query(async ({ ctx }) => ({
    ...unwrap(await listApiKeys(ctx.db, ctx.actor)),
    /** From where the administrator looks on, as the server sees it. */
    your_address: ctx.address,
  })),
  create: sensitiveProcedure
    .input(key)
    .mutation(async ({ ctx, input }) => unwrap(await createApiKey(ctx.db, ctx.actor, input))),
  update: sensitiveProcedure
    .input(z.object({ id: recordId, patch }))
    .mutation(async ({ ctx, input }) => unwrap(await updateApiKey(ctx.db, ctx.actor, input.id, input.patch))),
  // It gives nothing, and so asks for no password.
  acknowledge: procedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await acknowledgeApiKey(ctx.db, ctx.actor, input))),
  rotate: sensitiveProcedure
    .input(rotation)
    .mutation(async ({ ctx, input }) => unwrap(await rotateApiKey(ctx.db, ctx.actor, input))),
  endOldSecret: sensitiveProcedure
    .input(z.object({ id: recordId, secret: recordId }))
    .mutation(async ({ ctx, input }) => unwrap(await endOldSecret(ctx.db, ctx.actor, input))),
  revoke: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await revokeApiKey(ctx.db, ctx.actor, input))),
})
