import { expect, onTestFinished, test, vi } from 'vitest'
import { log } from './log'
import { logFailure, logState } from './state-log'

const full = Object.assign(new Error('no space left on device'), { code: '53100', severity: 'ERROR' })

test('the same state is said once, then once a minute with how many calls met it, until a minute without', () => {
  vi.useFakeTimers()
  const said = vi.spyOn(log, 'error').mockImplementation(() => {})
  onTestFinished(() => {
    said.mockRestore()
    vi.useRealTimers()
  })
  const lines = () => said.mock.calls.map(([about]) => about)
  for (let n = 0; n < 500; n++) logState(full, { request: `r${n}` })
  const first = { state: 'full', sqlstate: '53100', message: 'no space left on device', calls: 1 }
  expect(lines()).toEqual([{ ...first, request: 'r0' }])
  logState(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), {})
  expect(lines().at(-1)).toEqual({ state: 'away', code: 'ECONNREFUSED', message: 'connect', calls: 1 })
  vi.advanceTimersByTime(60_000)
  expect(lines().slice(2)).toEqual([{ ...first, calls: 499 }])
  vi.advanceTimersByTime(60_000)
  expect(said).toHaveBeenCalledTimes(3)
  logState(full, { request: 'later' })
  expect(lines().at(-1)).toEqual({ ...first, request: 'later' })
  logState(new Error('a fault'), {})
  expect(said).toHaveBeenCalledTimes(4)
})

test('a failure beside the calls has a stack only where the server is not its cause', () => {
  const [failed, warned] = [vi.spyOn(log, 'error'), vi.spyOn(log, 'warn')].map((spy) =>
    spy.mockImplementation(() => {}),
  )
  onTestFinished(() => void vi.restoreAllMocks())
  const damaged = Object.assign(new Error('invalid page'), { code: 'XX001', severity: 'ERROR' })
  logFailure(damaged, { loop: 'x' }, 'lost')
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.not.objectContaining({ err: damaged }), expect.anything())
  const fault = new Error('a fault')
  logFailure(fault, { loop: 'x' }, 'lost')
  expect(warned).toHaveBeenCalledExactlyOnceWith({ loop: 'x', err: fault }, 'lost')
})
