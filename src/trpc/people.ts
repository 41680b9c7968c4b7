import { z } from 'zod'
import { askRemoval, askStatus } from '@/domain/acts/commands'
import { recordId } from '@/domain/ids'
import { createPerson, patchPerson } from '@/domain/people/commands'
import { countPeople, listPeople, parsePeople, parsePerson, readPerson } from '@/domain/people/queries'
import { idcardWarning } from '@/domain/people/rules'
import { type PersonCreate, type PersonPatch, personList, personRoles } from '@/domain/people/schema'
import type { Db } from '@/infra/db'
import { partlySensitiveProcedure, procedure, router, unwrap } from './init'
import { once } from './once'
import { pageRows } from './page-rows'

const ids = z.array(recordId).min(1).max(10_000)
const status = z.literal([1, 2, 4])
const role = z.literal([1, 2, 8])
// The command itself says what is wrong with a person, key by key.
const createInput = z.custom<PersonCreate>((value) => typeof value === 'object' && value !== null)
const patchInput = z.custom<PersonPatch>((value) => typeof value === 'object' && value !== null)

export const people = router({
  list: procedure.input(personList.extend({ per_page: pageRows(20) })).query(async ({ ctx, input }) => {
    const { json, total } = unwrap(await listPeople(ctx.db, ctx.actor, input, 'nested'))
    return { rows: parsePeople(json), total }
  }),
  get: procedure.input(z.object({ id: recordId })).query(async ({ ctx, input }) => {
    const person = parsePerson(unwrap(await readPerson(ctx.db, ctx.actor, input, 'nested')))
    const idcard = idcardWarning(person.idcard)
    return { ...person, warnings: idcard ? { idcard } : {} }
  }),
  guardians: procedure.input(z.object({ student_id: recordId })).query(async ({ ctx, input }) => {
    const wanted = { roles: [personRoles.guardian], student_id: input.student_id, per_page: 50 }
    return parsePeople(unwrap(await listPeople(ctx.db, ctx.actor, wanted, 'nested')).json)
  }),
  facets: procedure
    .input(z.object({ role }))
    .query(async ({ ctx, input }) => unwrap(await countPeople(ctx.db, ctx.actor, input))),
  create: partlySensitiveProcedure.input(createInput).mutation(async ({ ctx, input }) => {
    const create = (db: Db) => createPerson(db, ctx.actor, input, 'nested')
    return parsePerson(unwrap(await once(ctx, ['people.create', input], create)))
  }),
  update: partlySensitiveProcedure
    // `seen`: the `updated_at` of the record that was changed.
    .input(z.object({ id: recordId, patch: patchInput, seen: z.string().optional() }))
    .mutation(async ({ ctx, input: { id, patch, seen } }) => {
      const isKnown = seen === undefined ? undefined : (now: string) => parsePerson(now).updated_at === seen
      return parsePerson(unwrap(await patchPerson(ctx.db, ctx.actor, id, patch, 'nested', isKnown)))
    }),
  remove: partlySensitiveProcedure
    .input(z.object({ ids }))
    .mutation(async ({ ctx, input }) => unwrap(await askRemoval(ctx.db, ctx.actor, input))),
  setStatus: partlySensitiveProcedure
    .input(z.object({ ids, status }))
    .mutation(async ({ ctx, input }) => unwrap(await askStatus(ctx.db, ctx.actor, input))),
})
