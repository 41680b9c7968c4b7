import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Attempt, failure, sendWithin } from './attempt'

const limits = { timeoutMs: 200, pausesMs: [1, 1] }
const passing: Attempt = { ok: false, reason: 'unreachable', detail: 'passing', again: true }

/** Answers one after another, the last one for ever. */
function answering(...answers: Attempt[]) {
  let asked = 0
  const attempt = async () => answers[Math.min(asked++, answers.length - 1)] ?? passing
  return { attempt, asked: () => asked }
}

test('what passes is tried twice more, and then is a failure', async () => {
  const gateway = answering(passing)
  expect(await sendWithin(limits, gateway.attempt)).toEqual({ ok: false, reason: 'unreachable', detail: 'passing' })
  expect(gateway.asked()).toBe(3)
})

test('after an answer nobody is asked again', async () => {
  const sent = answering(passing, { ok: true })
  expect(await sendWithin(limits, sent.attempt)).toEqual({ ok: true })
  expect(sent.asked()).toBe(2)
  const refused = answering({ ok: false, reason: 'refused', detail: 'no' })
  expect(await sendWithin(limits, refused.attempt)).toMatchObject({ reason: 'refused' })
  expect(refused.asked()).toBe(1)
})

test('a try that hangs ends by its time-out and is not repeated, since it may have sent', async () => {
  let asked = 0
  const begun = performance.now()
  const sent = await sendWithin(limits, async () => {
    asked++
    await pause(5000, undefined, { ref: false })
    return { ok: true }
  })
  expect(sent).toEqual({ ok: false, reason: 'unreachable', detail: 'no answer within 200 ms' })
  expect(asked).toBe(1)
  expect(performance.now() - begun).toBeLessThan(1000)
})

test('all tries together end by the deadline', async () => {
  const begun = performance.now()
  let asked = 0
  await sendWithin({ timeoutMs: 200, pausesMs: [1, 1, 1, 1, 1, 1, 1, 1] }, async () => {
    asked++
    await pause(150)
    return passing
  })
  expect(asked).toBeLessThan(4)
  expect(performance.now() - begun).toBeLessThan(1000)
})

const systemError = (code: string, syscall: string) => Object.assign(new Error('secret 012345'), { code, syscall })

test.each([
  ['refused', systemError('ECONNREFUSED', 'connect'), 'ECONNREFUSED'],
  [
    'refused, as fetch wraps it',
    new TypeError('fetch failed', { cause: systemError('ECONNREFUSED', '') }),
    'ECONNREFUSED',
  ],
  ['not found', systemError('ENOTFOUND', 'getaddrinfo'), 'ENOTFOUND'],
  ['refused, as text', new Error('request to x failed, reason: connect ECONNREFUSED 127.0.0.1:1'), 'ECONNREFUSED'],
])('a connection %s is tried again', (_, error, detail) => {
  expect(failure(error)).toEqual({ ok: false, reason: 'unreachable', detail, again: true })
})

test.each([
  ['a reset', systemError('ECONNRESET', 'read')],
  ['a time-out while reading', systemError('ETIMEDOUT', 'read')],
  ['an abort', new DOMException('secret 012345', 'TimeoutError')],
  ['no error at all', 'secret 012345'],
])('%s is not, and its words stay here', (_, error) => {
  expect(failure(error)).toEqual({ ok: false, reason: 'unreachable', detail: 'no usable answer', again: false })
})
