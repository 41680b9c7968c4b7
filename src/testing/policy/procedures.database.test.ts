import { TRPCError } from '@trpc/server'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import { testDb } from '@/testing/factories'
import type { Meta } from '@/trpc/init'
import { appRouter } from '@/trpc/router'
import { procedures } from './procedures'
import { callerIn, callers, newWorld, type World } from './world'

/** What came of a call: `done`, or the code of its error. */
async function call(
  path: string,
  actor: Actor | undefined,
  input: unknown,
): Promise<{ code: string; value?: unknown }> {
  const caller = appRouter.createCaller({ db: testDb, actor, address: '', cookie: undefined })
  const [noun = '', verb = ''] = path.split('.')
  const procedure: unknown = Reflect.get(Reflect.get(caller, noun), verb)
  if (typeof procedure !== 'function') throw new Error(`no procedure ${path}`)
  try {
    return { code: 'done', value: await procedure(input) }
  } catch (error) {
    if (error instanceof TRPCError) return { code: error.code }
    throw error
  }
}

/** Of a call that wants the password again. */
const asking = 'PRECONDITION_REQUIRED'
const refusals = ['FORBIDDEN', 'UNAUTHORIZED', 'NOT_FOUND', 'INTERNAL_SERVER_ERROR', 'BAD_REQUEST']
let strangers: World
beforeAll(async () => {
  strangers = await newWorld()
})

test('every procedure has its row, and no row is without a procedure', () => {
  expect(Object.keys(procedures).sort()).toEqual(Object.keys(appRouter._def.procedures).sort())
})

describe.each(Object.entries(procedures))('%s', (path, row) => {
  const { who, input, reach } = row
  test('nobody, and whoever may not, is refused', async () => {
    const world = await newWorld()
    const given = input?.(world)
    if (who === 'everybody')
      return expect((await call(path, undefined, given)).code).not.toMatch(/FORBIDDEN|UNAUTHORIZED/)
    expect((await call(path, undefined, given)).code).toBe('UNAUTHORIZED')
    for (const role of callers.filter((each) => !who.includes(each))) {
      expect((await call(path, await callerIn(world.school, role), given)).code, role).toBe('FORBIDDEN')
    }
    return undefined
  })

  test('whoever may, may in their own school alone', async () => {
    for (const role of who === 'everybody' ? callers : who) {
      const world = await newWorld()
      const actor = await callerIn(world.school, role)
      if (reach !== 'none') {
        const { code, value } = await call(path, actor, input?.(strangers))
        const expected = {
          not_found: 'NOT_FOUND',
          invalid: 'UNPROCESSABLE_CONTENT',
          changed_meanwhile: 'CONFLICT',
          nothing: 'done',
        }[reach]
        expect(code, `${role}, another school`).toBe(expected)
        if (reach === 'nothing')
          expect([[], {}, { count: 0 }, { deliveries: [], more: false }], `${role}, another school`).toContainEqual(
            value,
          )
      }
      expect(refusals, role).not.toContain((await call(path, actor, input?.(world))).code)
    }
  })

  test(`the password is asked for: ${row.confirm}`, async () => {
    const procedure: { _def: { meta?: Meta } } = Reflect.get(appRouter._def.procedures, path)
    expect(procedure._def.meta?.confirm ?? 'never').toBe(row.confirm)
    const role = who === 'everybody' ? 'school_admin' : (who.at(-1) ?? 'school_admin')
    const world = await newWorld()
    const actor: Actor = { ...(await callerIn(world.school, role)), isConfirmed: false }
    const plain = (await call(path, actor, input?.(world))).code
    if (row.confirm === 'always') expect(plain).toBe(asking)
    else expect([asking, ...refusals]).not.toContain(plain)
    if (row.confirm !== 'by_input') return
    const other = await newWorld()
    const given = await row.sensitive(other)
    const fresh = await callerIn(other.school, role)
    expect((await call(path, { ...fresh, isConfirmed: false }, given)).code).toBe(asking)
    expect([asking, ...refusals]).not.toContain((await call(path, fresh, given)).code)
  })
})
