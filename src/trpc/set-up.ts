import { z } from 'zod'
import { type FirstSchool, setUpDemo, setUpSchool } from '@/auth/set-up'
import { publicProcedure, router, unwrap } from './init'

const token = z.string().max(300)
// The command itself says what is wrong, key by key.
const first = z.custom<FirstSchool>((value) => typeof value === 'object' && value !== null)

/** What the one-time link of a site without a school opens. */
export const setUp = router({
  school: publicProcedure.input(z.object({ token, school: first })).mutation(async ({ ctx, input }) => {
    unwrap(await setUpSchool(ctx.db, input.token, input.school))
    return null
  }),
  demo: publicProcedure.input(z.object({ token })).mutation(async ({ ctx, input }) => {
    const { school, username, password } = unwrap(await setUpDemo(ctx.db, input.token))
    return { school, username, password }
  }),
})
