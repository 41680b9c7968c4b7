import { findDeleted } from '@/domain/privacy/deleted'
import { listDue } from '@/domain/privacy/due'
import { erasePerson, previewErasure } from '@/domain/privacy/erase-person'
import { listPersonalActs } from '@/domain/privacy/log'
import { readRetention, setRetention } from '@/domain/privacy/retention'
import { runRetention } from '@/domain/privacy/run'
import {
  deletedQuery,
  dueList,
  erasureInput,
  logList,
  onePerson,
  retentionPatch,
  runInput,
} from '@/domain/privacy/schema'
import { costly, procedure, router, sensitiveProcedure, unwrap } from './init'

const logPage = logList.omit({ before: true }).extend({ cursor: logList.shape.before.nullish() })

/** The data of one person as a whole, and who is not kept for ever. */
export const privacy = router({
  previewErasure: procedure
    .use(costly)
    .input(onePerson)
    .query(async ({ ctx, input }) => unwrap(await previewErasure(ctx.db, ctx.actor, input))),
  erase: sensitiveProcedure
    .input(erasureInput)
    .mutation(async ({ ctx, input }) => unwrap(await erasePerson(ctx.db, ctx.actor, input))),
  retention: procedure.query(async ({ ctx }) => unwrap(await readRetention(ctx.db, ctx.actor))),
  setRetention: sensitiveProcedure
    .input(retentionPatch)
    .mutation(async ({ ctx, input }) => unwrap(await setRetention(ctx.db, ctx.actor, input))),
  deleted: procedure
    .input(deletedQuery)
    .query(async ({ ctx, input }) => unwrap(await findDeleted(ctx.db, ctx.actor, input))),
  due: procedure
    .use(costly)
    .input(dueList)
    .query(async ({ ctx, input }) => unwrap(await listDue(ctx.db, ctx.actor, input))),
  run: sensitiveProcedure
    .use(costly)
    .input(runInput)
    .mutation(async ({ ctx, input }) => unwrap(await runRetention(ctx.db, ctx.actor, input))),
  log: procedure.input(logPage).query(async ({ ctx, input }) => {
    const { cursor, per_page } = input
    return unwrap(await listPersonalActs(ctx.db, ctx.actor, { per_page, before: cursor ?? undefined }))
  }),
})
