import { z } from 'zod'
import { cancelAct, forgetAct, retryAct } from '@/domain/acts/commands'
import { listActs, readAct } from '@/domain/acts/queries'
import { longId } from '@/domain/ids'
import { procedure, router, sensitiveProcedure, unwrap } from './init'

const one = z.object({ job: longId })

/** The big acts of a school: what is under way, and what waits for its turn. */
export const acts = router({
  list: procedure.query(async ({ ctx }) => unwrap(await listActs(ctx.db, ctx.actor))),
  get: procedure.input(one).query(async ({ ctx, input }) => unwrap(await readAct(ctx.db, ctx.actor, input))),
  cancel: procedure.input(one).mutation(async ({ ctx, input }) => unwrap(await cancelAct(ctx.db, ctx.actor, input))),
  retry: sensitiveProcedure
    .input(one)
    .mutation(async ({ ctx, input }) => unwrap(await retryAct(ctx.db, ctx.actor, input))),
  forget: procedure.input(one).mutation(async ({ ctx, input }) => unwrap(await forgetAct(ctx.db, ctx.actor, input))),
})
