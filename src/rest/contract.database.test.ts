import { expect, onTestFinished, test, vi } from 'vitest'
import { POST } from '@/app/users/login/route'
import { log } from '@/infra/log'

const context = { params: Promise.resolve({}) }
const sent = (body: ReadableStream, signal: AbortSignal) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal, duplex: 'half' }
  return POST(new Request('http://site/users/login', init), context)
}
const brokenOff = (before: () => void) =>
  new ReadableStream({
    pull(stream) {
      before()
      stream.error(new Error('it broke off'))
    },
  })

test('whoever leaves while they send is no fault of ours; a body that breaks for another reason is logged', async () => {
  // Other files share this process.
  const errors = vi.spyOn(log, 'error').mockImplementation(() => {})
  onTestFinished(() => errors.mockRestore())
  const leaving = new AbortController()
  expect(
    (
      await sent(
        brokenOff(() => leaving.abort()),
        leaving.signal,
      )
    ).status,
  ).toBe(500)
  expect(errors).not.toHaveBeenCalled()
  expect(
    (
      await sent(
        brokenOff(() => {}),
        new AbortController().signal,
      )
    ).status,
  ).toBe(500)
  expect(errors).toHaveBeenCalledOnce()
})
