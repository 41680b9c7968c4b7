import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { pauseAfter } from './site'
import { unreachableOf } from './unreachable'

const answered = (data: object) =>
  TRPCClientError.from({ error: { message: 'no', code: -32603, data: { httpStatus: 503, ...data } } } as never)
const unanswered = (status?: number) =>
  TRPCClientError.from(new TypeError('Failed to fetch'), {
    meta: status === undefined ? {} : { response: new Response('<html>', { status }) },
  })
const aborted = () => TRPCClientError.from(new DOMException('gone', 'AbortError'))

test.each([
  ['the site says so', answered({ failure: { kind: 'unavailable', seconds: 5, state: 'full' } }), 'full', false],
  ['the site is busy', answered({ failure: { kind: 'unavailable', seconds: 5, untouched: true } }), 'busy', true],
  ['nobody answers', unanswered(), 'away', false],
  ['a proxy finds nobody', unanswered(502), 'away', false],
  ['a page of another network answers', unanswered(200), 'away', false],
])('a call is unreachable where %s', (_, error, state, untouched) => {
  expect(unreachableOf(error)).toEqual({ state, untouched })
})

test.each([
  ['refused', answered({ httpStatus: 422, failure: { kind: 'invalid', issues: [] } })],
  ['broken', answered({ httpStatus: 500, failure: null })],
  ['too often', answered({ httpStatus: 429, failure: { kind: 'throttled', seconds: 5 } })],
  ['refused on the way', unanswered(413)],
  ['given up by the page', aborted()],
  ['no call at all', new Error('no')],
])('a call that was %s is not sent again', (_, error) => {
  expect(unreachableOf(error)).toBeUndefined()
})

test('pauses grow to a quarter of a minute and are spread', () => {
  expect([pauseAfter(0, 0), pauseAfter(0, 1)]).toEqual([600, 1400])
  expect([pauseAfter(50, 0), pauseAfter(50, 1)]).toEqual([9_000, 21_000])
})
