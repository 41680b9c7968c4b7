import { beforeAll, expect, test } from 'vitest'
import { newSchool, testDb, unique, value } from '@/testing/factories'
import { createAdmin } from './commands'
import { requestReset } from './reset'
import { checkCredentials } from './sessions'

let known: string
const phone = `100${String(Date.now()).slice(-8)}`
beforeAll(async () => {
  const { operator } = await newSchool()
  known = value(
    await createAdmin(testDb, operator, { username: unique('admin'), password: 'Correct-Horse-9-Battery', phone }),
  ).username
})

const median = (times: number[]): number => times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

type Turn = () => Promise<unknown>

/**
 * The median ratio of the times of two things done at once after the other, so that what slows the machine slows both.
 * Each is the first in every second pair: the first one pays for what `before` cleared away.
 */
async function ratio(pairs: number, one: Turn, other: Turn, before: Turn): Promise<number> {
  const ratios: number[] = []
  for (let n = 0; n < pairs; n++) {
    await before()
    const first = await timed(n % 2 ? one : other)
    const second = await timed(n % 2 ? other : one)
    ratios.push(n % 2 ? first / second : second / first)
  }
  return median(ratios)
}

/**
 * A hash or a message too few is a difference of several times. A row more in the same statement is a twentieth, which the
 * way through a network hides, and which a busy machine makes a tenth of.
 */
const tellable = 0.25

/** A machine that others use may be disturbed for a while; a difference that is there is there each time. */
async function difference(one: Turn, other: Turn, before: Turn = async () => {}): Promise<number> {
  let least = 1
  for (let round = 0; round < 6 && least > tellable; round++)
    least = Math.min(least, Math.abs((await ratio(150, one, other, before)) - 1))
  return least
}

test('a known and an unknown name are refused in the same time', { timeout: 240_000 }, async () => {
  const refuse = (username: string) => () =>
    checkCredentials(testDb, { username, password: 'wrong', address: unique('a') })
  // What is throttled takes no hash.
  const unlimited = () => testDb.sql('DELETE FROM throttle')
  expect(await difference(refuse(known), refuse('nobody at all'), unlimited)).toBeLessThan(tellable)
})

test('a known and an unknown phone are answered in the same time, and alike', { timeout: 240_000 }, async () => {
  const other = `101${phone.slice(3)}`
  const ask = (number: string) => async () => {
    expect(await requestReset(testDb, { phone: number, address: unique('a') })).toEqual({ ok: true, value: null })
  }
  const free = () => testDb.sql('DELETE FROM sms_code WHERE phone = ANY($1)', [[phone, other]])
  expect(await difference(ask(phone), ask(other), free)).toBeLessThan(tellable)
})
