import { z } from 'zod'
import { createField, removeField, reorderFields, restoreField, updateField } from '@/domain/fields/commands'
import { listDeletedFields, listFields, listHeldFields, optionHolders } from '@/domain/fields/queries'
import type { Field, FieldCreate, FieldPatch } from '@/domain/fields/schema'
import { recordId } from '@/domain/ids'
import { procedure, router, unwrap } from './init'
import { once } from './once'

const role = z.literal([1, 2])
const name = z.string().max(64)
const named = z.object({ name })
// The command itself says what is wrong with a field, key by key.
const createInput = z.custom<FieldCreate>((value) => typeof value === 'object' && value !== null)
const patchInput = z.custom<FieldPatch>((value) => typeof value === 'object' && value !== null)

export const fields = router({
  list: procedure
    .input(z.object({ role: role.optional() }))
    .query(async ({ ctx, input }) =>
      unwrap(await listFields(ctx.db, ctx.actor, input.role ? { role: input.role } : {})),
    ),
  // Counts people, which a list of people has no use for.
  held: procedure
    .input(z.object({ role: role.optional() }))
    .query(async ({ ctx, input }) =>
      unwrap(await listHeldFields(ctx.db, ctx.actor, input.role ? { role: input.role } : {})),
    ),
  deleted: procedure.query(async ({ ctx }) => unwrap(await listDeletedFields(ctx.db, ctx.actor))),
  optionHolders: procedure
    .input(named)
    .query(async ({ ctx, input }) => unwrap(await optionHolders(ctx.db, ctx.actor, input))),
  create: procedure
    .input(createInput)
    .mutation(async ({ ctx, input }) =>
      unwrap(await once(ctx, ['fields.create', input], (db) => createField(db, ctx.actor, input))),
    ),
  update: procedure
    // `seen`: the `updated_at` of the field that was changed.
    .input(z.object({ name, patch: patchInput, seen: z.string().optional() }))
    .mutation(async ({ ctx, input: { seen, ...input } }) => {
      const isKnown = seen === undefined ? undefined : (now: Field) => now.updated_at === seen
      return unwrap(await updateField(ctx.db, ctx.actor, input, isKnown))
    }),
  remove: procedure
    .input(named)
    .mutation(async ({ ctx, input }) => unwrap(await removeField(ctx.db, ctx.actor, input))),
  restore: procedure
    .input(z.object({ id: recordId }))
    .mutation(async ({ ctx, input }) => unwrap(await restoreField(ctx.db, ctx.actor, input))),
  reorder: procedure
    .input(z.object({ role, names: z.array(name).max(1000) }))
    .mutation(async ({ ctx, input }) => unwrap(await reorderFields(ctx.db, ctx.actor, input))),
})
