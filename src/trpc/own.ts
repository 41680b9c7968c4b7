import { z } from 'zod'
import { checkConfirmed, confirmSession } from '@/domain/accounts/confirm'
import {
  changeOwnPassword,
  changeOwnPhone,
  endOwnSessions,
  listOwnSessions,
  requestPhoneCode,
} from '@/domain/accounts/own'
import { readOwnAccount } from '@/domain/accounts/queries'
import { updateAccount } from '@/domain/accounts/update'
import { partlySensitiveProcedure, procedure, router, sensitiveProcedure, unwrap } from './init'

const text = z.string().max(2048)
/** What somebody may change of their own account in the browser; password and phone have procedures of their own. */
const profile = z.object({
  username: text.optional(),
  work_id: text.nullable().optional(),
  email: text.nullable().optional(),
  wechat: text.nullable().optional(),
  icon: text.nullable().optional(),
})

/** What everybody who is signed in does with their own account. */
export const own = router({
  account: procedure.query(async ({ ctx }) => unwrap(await readOwnAccount(ctx.db, ctx.actor))),
  update: partlySensitiveProcedure
    .input(profile)
    .mutation(async ({ ctx, input }) =>
      unwrap(await updateAccount(ctx.db, ctx.actor, ctx.actor.accountId ?? 0, input)),
    ),
  /** Gives the password again, for sensitive changes of the next 15 minutes. */
  confirm: procedure
    .input(z.object({ password: text }))
    .mutation(async ({ ctx, input }) => unwrap(await confirmSession(ctx.db, ctx.actor, input))),
  /** Before a page goes to a download that is sensitive. */
  confirmed: sensitiveProcedure.query(async ({ ctx }) => unwrap(await checkConfirmed(ctx.db, ctx.actor))),
  /** Sensitive too, and asks for the current password in the call itself. */
  changePassword: procedure
    .input(z.object({ current: text, password: text }))
    .mutation(async ({ ctx, input }) => unwrap(await changeOwnPassword(ctx.db, ctx.actor, input))),
  phoneCode: procedure
    .input(z.object({ phone: text }))
    .mutation(async ({ ctx, input }) =>
      unwrap(await requestPhoneCode(ctx.db, ctx.actor, { ...input, address: ctx.address })),
    ),
  changePhone: sensitiveProcedure
    .input(z.object({ phone: text, code: text }))
    .mutation(async ({ ctx, input }) => unwrap(await changeOwnPhone(ctx.db, ctx.actor, input))),
  sessions: procedure.query(async ({ ctx }) => unwrap(await listOwnSessions(ctx.db, ctx.actor))),
  endSessions: sensitiveProcedure
    .input(z.object({ id: z.uuid().optional() }))
    .mutation(async ({ ctx, input }) => unwrap(await endOwnSessions(ctx.db, ctx.actor, input))),
})
