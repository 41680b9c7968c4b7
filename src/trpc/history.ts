import { z } from 'zod'
import { askPreview, askUndo } from '@/domain/acts/commands'
import { listChanges, listPersonChanges } from '@/domain/history/changes'
import { changeList, changeSetList, personChanges } from '@/domain/history/input'
import { listAuthors, listChangeSets, readChangeSet } from '@/domain/history/queries'
import { longId } from '@/domain/ids'
import { undoInput } from '@/domain/undo/schema'
import { costly, partlySensitiveProcedure, procedure, router, unwrap } from './init'
import { pageRows } from './page-rows'

const cursor = z.object({
  cursor: longId.nullish(),
})
const one = changeList.pick({ change_set: true })

/** What was done in the school, and the way back. */
export const history = router({
  list: procedure
    .input(changeSetList)
    .query(async ({ ctx, input }) => unwrap(await listChangeSets(ctx.db, ctx.actor, input))),
  get: procedure.input(one).query(async ({ ctx, input }) => unwrap(await readChangeSet(ctx.db, ctx.actor, input))),
  authors: procedure.query(async ({ ctx }) => unwrap(await listAuthors(ctx.db, ctx.actor))),
  changes: procedure
    .input(changeList.omit({ after: true }).extend({ per_page: pageRows(50), ...cursor.shape }))
    .query(async ({ ctx, input }) => {
      const { cursor: after, ...rest } = input
      return unwrap(await listChanges(ctx.db, ctx.actor, after ? { ...rest, after } : rest))
    }),
  person: procedure.input(personChanges.omit({ before: true }).extend(cursor.shape)).query(async ({ ctx, input }) => {
    const { cursor: before, ...rest } = input
    return unwrap(await listPersonChanges(ctx.db, ctx.actor, before ? { ...rest, before } : rest))
  }),
  previewUndo: procedure
    .use(costly)
    .input(undoInput)
    .query(async ({ ctx, input }) => unwrap(await askPreview(ctx.db, ctx.actor, input))),
  undo: partlySensitiveProcedure
    .use(costly)
    .input(undoInput)
    .mutation(async ({ ctx, input }) => unwrap(await askUndo(ctx.db, ctx.actor, input))),
})
