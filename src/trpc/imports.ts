import { Readable } from 'node:stream'
import { z } from 'zod'
import { recordId } from '@/domain/ids'
import {
  addImportOptions,
  cancelImport,
  configureImport,
  createImport,
  discardImport,
  runImport,
} from '@/domain/transfer/import/commands'
import { fixRow, wantRows } from '@/domain/transfer/import/fix'
import { listMissing } from '@/domain/transfer/import/missing'
import { getImport, listImports, listUnknownOptions } from '@/domain/transfer/import/queries'
import { retryImport } from '@/domain/transfer/import/retry'
import { listImportRows } from '@/domain/transfer/import/rows'
import { importSettings, rowKinds } from '@/domain/transfer/import/schema'
import { costly, partlySensitiveProcedure, procedure, router, unwrap } from './init'
import { pageRows } from './page-rows'

const id = recordId
const about = z.object({ id })
const page = { page: z.int().min(1).max(1_000_000).default(1), per_page: pageRows(50) }
const settings = importSettings.partial()
const line = recordId

/** Imports of people. A file comes by `POST /api/imports`, a pasted block by `paste`; what follows is the same. */
export const imports = router({
  list: procedure
    .input(z.object(page))
    .query(async ({ ctx, input }) => unwrap(await listImports(ctx.db, ctx.actor, input))),
  get: procedure.input(about).query(async ({ ctx, input }) => unwrap(await getImport(ctx.db, ctx.actor, input))),
  rows: procedure
    .input(
      z.object({
        id,
        kinds: z.array(z.enum(rowKinds)).max(50).optional(),
        moved: z.boolean().optional(),
        q: z.string().trim().max(100).optional(),
        ...page,
      }),
    )
    .query(async ({ ctx, input }) => unwrap(await listImportRows(ctx.db, ctx.actor, input))),
  missing: procedure
    .use(costly)
    .input(z.object({ id, ...page }))
    .query(async ({ ctx, input }) => unwrap(await listMissing(ctx.db, ctx.actor, input))),
  unknownOptions: procedure
    .use(costly)
    .input(about)
    .query(async ({ ctx, input }) => unwrap(await listUnknownOptions(ctx.db, ctx.actor, input))),
  paste: procedure
    .input(
      z.object({
        role: z.literal([1, 2, 8]),
        text: z.string().min(1),
        name: z.string().trim().max(255).default(''),
        settings: settings.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const { role, name, text } = input
      const made = unwrap(
        await createImport(
          ctx.db,
          ctx.actor,
          { role, fileName: name, settings: input.settings },
          Readable.from([Buffer.from(text)]),
        ),
      )
      return { id: made.id }
    }),
  configure: procedure
    .input(
      z.object({
        id,
        targets: z.array(z.string().max(80).nullable()).max(1000).optional(),
        settings: settings.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => unwrap(await configureImport(ctx.db, ctx.actor, input))),
  fix: procedure
    .input(z.object({ id, line, cells: z.record(z.string(), z.string().nullable()) }))
    .mutation(async ({ ctx, input }) => unwrap(await fixRow(ctx.db, ctx.actor, input))),
  want: procedure
    .input(z.object({ id, lines: z.array(line).min(1).max(10_000), wanted: z.boolean() }))
    .mutation(async ({ ctx, input }) => unwrap(await wantRows(ctx.db, ctx.actor, input))),
  addOptions: procedure
    .input(
      z.object({ id, field: z.string().max(64), options: z.array(z.string().trim().min(1).max(64)).min(1).max(1000) }),
    )
    .mutation(async ({ ctx, input }) => unwrap(await addImportOptions(ctx.db, ctx.actor, input))),
  run: partlySensitiveProcedure
    .input(
      z.object({
        id,
        confirm: recordId.min(0).optional(),
        /** What becomes of rows that are otherwise than the page shows. */
        ifChanged: z.enum(['stop', 'leave']).default('stop'),
        /** The judgement that the page shows. */
        judged: z.int().optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => unwrap(await runImport(ctx.db, ctx.actor, input))),
  cancel: procedure
    .input(about)
    .mutation(async ({ ctx, input }) => unwrap(await cancelImport(ctx.db, ctx.actor, input))),
  retry: procedure.input(about).mutation(async ({ ctx, input }) => unwrap(await retryImport(ctx.db, ctx.actor, input))),
  discard: procedure
    .input(about)
    .mutation(async ({ ctx, input }) => unwrap(await discardImport(ctx.db, ctx.actor, input))),
})
