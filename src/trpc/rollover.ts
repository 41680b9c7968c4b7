import { askRollover } from '@/domain/acts/commands'
import { previewRollover } from '@/domain/rollover/commands'
import { listClasses, startRollover } from '@/domain/rollover/queries'
import { classesInput, rolloverInput, rolloverRun } from '@/domain/rollover/schema'
import { costly, partlySensitiveProcedure, procedure, router, unwrap } from './init'

/** The turn of the school year. */
export const rollover = router({
  start: procedure.query(async ({ ctx }) => unwrap(await startRollover(ctx.db, ctx.actor))),
  classes: procedure
    .input(classesInput)
    .query(async ({ ctx, input }) => unwrap(await listClasses(ctx.db, ctx.actor, input))),
  /** Writes nothing; hundreds of classes are too long for the address of a query. */
  preview: procedure
    .use(costly)
    .input(rolloverInput)
    .mutation(async ({ ctx, input }) => unwrap(await previewRollover(ctx.db, ctx.actor, input))),
  run: partlySensitiveProcedure
    .use(costly)
    .input(rolloverRun)
    .mutation(async ({ ctx, input }) => unwrap(await askRollover(ctx.db, ctx.actor, input))),
})
