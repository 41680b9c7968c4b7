import { z } from 'zod'
import { listAlike } from '@/domain/accounts/alike'
import { approval, approve, decideWishes, refuse, suggestTeachers } from '@/domain/accounts/approvals'
import {
  createInvitation,
  type InvitationCreate,
  listInvitations,
  revokeInvitation,
} from '@/domain/accounts/invitations'
import { endSessionsOf } from '@/domain/accounts/own'
import { listAccounts, readAccountOnPages } from '@/domain/accounts/queries'
import { isWhole } from '@/domain/accounts/record'
import { createResetLink } from '@/domain/accounts/reset'
import type { AccountPatch } from '@/domain/accounts/schema'
import { updateAccount } from '@/domain/accounts/update'
import { recordId } from '@/domain/ids'
import { eraseAccount } from '@/domain/privacy/erase-account'
import { registrationAges } from '@/domain/privacy/registrations'
import { setRegistrations } from '@/domain/schools/commands'
import { takesRegistrations } from '@/domain/schools/queries'
import { partlySensitiveProcedure, procedure, router, sensitiveProcedure, unwrap } from './init'

const byId = z.object({ id: recordId })
const ids = z.array(recordId).min(1).max(500)
const list = z.object({
  username: z.string().max(150).optional(),
  phone: z.string().max(20).optional(),
  state: z.enum(['pending', 'asking', 'approved', 'disabled']).optional(),
  sort: z.object({ by: z.enum(['id', 'username', 'create_time', 'last_login']), desc: z.boolean() }).optional(),
  page: z.int().min(1).max(1_000_000).default(1),
  per_page: z.int().min(1).max(100).default(20),
})
// The command itself says what is wrong, key by key.
const patch = z.custom<AccountPatch>((value) => typeof value === 'object' && value !== null)
const invitation = z.custom<InvitationCreate>((value) => typeof value === 'object' && value !== null)

/** What administrators do with the accounts of their school. */
export const accounts = router({
  list: procedure.input(list).query(async ({ ctx, input }) => {
    const { sort, ...rest } = input
    return unwrap(await listAccounts(ctx.db, ctx.actor, sort ? { ...rest, sort } : rest))
  }),
  /** Colleagues are told a name and a role. */
  get: procedure.input(byId).query(async ({ ctx, input }) => {
    const account = unwrap(await readAccountOnPages(ctx.db, ctx.actor, input))
    if (isWhole(account)) return account
    const { id, username, is_grade, is_super } = account
    return { id, username, is_grade, is_super }
  }),
  suggestions: procedure
    .input(z.object({ ids }))
    .query(async ({ ctx, input }) => unwrap(await suggestTeachers(ctx.db, ctx.actor, input))),
  /** How long registrations wait, and in how many days they are erased. */
  ages: procedure
    .input(z.object({ ids }))
    .query(async ({ ctx, input }) => unwrap(await registrationAges(ctx.db, ctx.actor, input))),
  /** Erases an account that has no person, for good. */
  erase: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await eraseAccount(ctx.db, ctx.actor, input))),
  approve: sensitiveProcedure
    .input(z.object({ approvals: z.array(approval).min(1).max(500) }))
    .mutation(async ({ ctx, input }) => unwrap(await approve(ctx.db, ctx.actor, input.approvals))),
  refuse: sensitiveProcedure
    .input(z.object({ ids, reason: z.string().max(500) }))
    .mutation(async ({ ctx, input }) => unwrap(await refuse(ctx.db, ctx.actor, input))),
  decideWishes: sensitiveProcedure
    .input(z.object({ ids, grant: z.boolean(), reason: z.string().max(500).default('') }))
    .mutation(async ({ ctx, input }) => unwrap(await decideWishes(ctx.db, ctx.actor, input))),
  update: partlySensitiveProcedure
    .input(z.object({ id: recordId, patch }))
    .mutation(async ({ ctx, input }) => unwrap(await updateAccount(ctx.db, ctx.actor, input.id, input.patch))),
  resetLink: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await createResetLink(ctx.db, ctx.actor, input))),
  endSessions: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await endSessionsOf(ctx.db, ctx.actor, input))),
  alike: procedure.query(async ({ ctx }) => unwrap(await listAlike(ctx.db, ctx.actor))),
  registrations: procedure.query(async ({ ctx }) => unwrap(await takesRegistrations(ctx.db, ctx.actor))),
  setRegistrations: sensitiveProcedure
    .input(z.object({ open: z.boolean() }))
    .mutation(async ({ ctx, input }) => unwrap(await setRegistrations(ctx.db, ctx.actor, input))),
  invitations: procedure.query(async ({ ctx }) => unwrap(await listInvitations(ctx.db, ctx.actor))),
  invite: sensitiveProcedure
    .input(invitation)
    .mutation(async ({ ctx, input }) => unwrap(await createInvitation(ctx.db, ctx.actor, input))),
  revokeInvitation: sensitiveProcedure
    .input(byId)
    .mutation(async ({ ctx, input }) => unwrap(await revokeInvitation(ctx.db, ctx.actor, input))),
})
