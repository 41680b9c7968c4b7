import { z } from 'zod'
import { knownBrowsers, noteKnownBrowser } from '@/auth/known-browsers'
import { requestCode } from '@/domain/accounts/codes'
import type { KnownBrowser } from '@/domain/accounts/guesses'
import { findInvitation } from '@/domain/accounts/invitations'
import { checkUsername } from '@/domain/accounts/queries'
import { register } from '@/domain/accounts/register'
import { findResetLink, requestReset, resetByCode, resetByLink } from '@/domain/accounts/reset'
import { phonePattern, type Registration } from '@/domain/accounts/schema'
import { invalid } from '@/domain/errors'
import { recordId } from '@/domain/ids'
import { findSchools, listOpenSchools } from '@/domain/schools/queries'
import { type Context, publicProcedure, router, unwrap } from './init'

const text = z.string().max(300)
// The command itself says what is wrong, key by key.
const registration = z.custom<Registration>((value) => typeof value === 'object' && value !== null)

/** Whoever set a new password can sign in from that browser, whatever strangers guessed before. */
async function remember({ cookie }: Context, known: KnownBrowser): Promise<null> {
  await noteKnownBrowser(cookie, known)
  return null
}

/** What somebody does who is not signed in: register, and come back after forgetting a password. */
export const entry = router({
  schools: publicProcedure.query(({ ctx }) => listOpenSchools(ctx.db)),
  findSchools: publicProcedure
    .input(z.object({ q: text }))
    .query(async ({ ctx, input }) => unwrap(await findSchools(ctx.db, input))),
  invitation: publicProcedure.input(z.object({ token: text })).query(async ({ ctx, input }) => {
    const found = await findInvitation(ctx.db, input.token)
    return found
      ? { school_id: found.school_id, school_name: found.school_name, auto_approve: found.auto_approve }
      : null
  }),
  isUsernameFree: publicProcedure
    .input(z.object({ username: text }))
    .query(async ({ ctx, input }) => unwrap(await checkUsername(ctx.db, input))),
  code: publicProcedure.input(z.object({ phone: text })).mutation(async ({ ctx, input }) => {
    if (!phonePattern.test(input.phone)) return unwrap(invalid({ field: 'phone', reason: 'invalid' }))
    return unwrap(await requestCode(ctx.db, { ...input, purpose: 'register', address: ctx.address }))
  }),
  register: publicProcedure.input(registration).mutation(async ({ ctx, input }) => {
    const { username, is_pending, is_weak } = unwrap(await register(ctx.db, input, 'page'))
    return { username, is_pending, is_weak }
  }),
  forgotten: publicProcedure.input(z.object({ phone: text })).mutation(async ({ ctx, input }) => {
    const known = await knownBrowsers(ctx.cookie)
    return unwrap(await requestReset(ctx.db, { ...input, address: ctx.address, known }))
  }),
  resetByCode: publicProcedure
    .input(
      z.object({ phone: text, username: text.optional(), school_id: recordId.optional(), code: text, password: text }),
    )
    .mutation(async ({ ctx, input }) => remember(ctx, unwrap(await resetByCode(ctx.db, input)))),
  resetLink: publicProcedure.input(z.object({ token: text })).query(async ({ ctx, input }) => {
    const found = await findResetLink(ctx.db, input.token)
    return found ? { username: found.username } : null
  }),
  resetByLink: publicProcedure
    .input(z.object({ token: text, password: text }))
    .mutation(async ({ ctx, input }) => remember(ctx, unwrap(await resetByLink(ctx.db, input)))),
})
