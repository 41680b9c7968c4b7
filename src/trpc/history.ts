import { previewUndo, undo } from '@/domain/undo/commands'
import { undoInput } from '@/domain/undo/schema'
import { procedure, router, unwrap } from './init'

/** What was done in the school, and the way back. */
export const history = router({
  previewUndo: procedure
    .input(undoInput)
    .query(async ({ ctx, input }) => unwrap(await previewUndo(ctx.db, ctx.actor, input))),
  undo: procedure.input(undoInput).mutation(async ({ ctx, input }) => unwrap(await undo(ctx.db, ctx.actor, input))),
})
