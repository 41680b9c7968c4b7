import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { env } from '@/infra/env'
import { log } from '@/infra/log'
import { isForeign } from './same-origin'

const host = 'school.lan:3000'
const foreign = (headers: Record<string, string>) => isForeign({ headers: new Headers({ host, ...headers }) })

beforeEach(() => {
  const lines = vi.spyOn(log, 'warn').mockImplementation(() => {})
  return () => lines.mockRestore()
})

function settings(publicUrl: string, isPublicUrlSet: boolean) {
  const now = env()
  const before = { publicUrl: now.publicUrl, isPublicUrlSet: now.isPublicUrlSet }
  Object.assign(now, { publicUrl, isPublicUrlSet })
  onTestFinished(() => void Object.assign(now, before))
}

test('where a browser says whose page calls, that counts alone', () => {
  for (const site of ['same-origin', 'none']) expect(foreign({ 'sec-fetch-site': site }), site).toBe(false)
  for (const site of ['same-site', 'cross-site', '', 'Same-Origin', 'same-origin, cross-site'])
    expect(foreign({ 'sec-fetch-site': site, origin: `http://${host}` }), site).toBe(true)
})

test('where it does not, the page is at the host that is called', () => {
  for (const page of [`http://${host}`, `https://${host}`, 'http://SCHOOL.lan:3000'])
    expect([foreign({ origin: page }), foreign({ referer: `${page}/students?a=b` })], page).toEqual([false, false])
  const others = [
    ...[
      'http://school.lan',
      'http://school.lan:3001',
      'http://a.school.lan:3000',
      'http://school.lan:3000.evil.example',
    ],
    ...[
      'http://evil.example/http://school.lan:3000',
      'http://school.lan:3000@evil.example',
      'null',
      '',
      'school.lan:3000',
    ],
    ...[
      'file:///',
      'ftp://school.lan:3000',
      `http://${host}, http://evil.example`,
      'http:school.lan:3000',
      '//school.lan:3000',
    ],
  ]
  for (const page of others) expect([foreign({ origin: page }), foreign({ referer: page })], page).toEqual([true, true])
  expect(foreign({})).toBe(true)
})

test('the origin is believed before the referrer', () => {
  expect(foreign({ origin: 'null', referer: `http://${host}/` })).toBe(true)
  expect(foreign({ origin: 'http://evil.example', referer: `http://${host}/` })).toBe(true)
  expect(foreign({ origin: `http://${host}`, referer: 'http://evil.example' })).toBe(false)
})

test('a port that the scheme implies need not be said', () => {
  const at = (host: string, origin: string) => isForeign({ headers: new Headers({ host, origin }) })
  expect(at('school.lan:80', 'http://school.lan')).toBe(false)
  expect(at('school.lan', 'https://school.lan:443')).toBe(false)
  expect(at('school.lan:443', 'http://school.lan')).toBe(true)
  for (const odd of ['school.lan/evil', 'evil@school.lan', 'evil\\school.lan', '', 'school.lan#x'])
    expect(at(odd, 'http://school.lan'), odd).toBe(true)
})

test('the host of PUBLIC_URL is ours where it is set, and only there', () => {
  settings('https://mingce.example/', true)
  expect(foreign({ origin: 'https://mingce.example' })).toBe(false)
  expect(foreign({ origin: 'https://mingce.example:8443' })).toBe(true)
  expect(foreign({ origin: 'https://x.mingce.example' })).toBe(true)
  settings('http://127.0.0.1:3000', false)
  expect(foreign({ origin: 'http://127.0.0.1:3000' })).toBe(true)
})

test('a refusal names the setting in the log, once a minute', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  vi.advanceTimersByTime(3_600_000)
  const lines = vi.mocked(log.warn)
  for (let n = 0; n < 5; n++) foreign({ origin: 'http://evil.example' })
  expect(lines).toHaveBeenCalledTimes(1)
  expect(String(lines.mock.calls[0]?.[1])).toContain('PUBLIC_URL')
  foreign({ 'sec-fetch-site': 'cross-site' })
  vi.advanceTimersByTime(59_000)
  foreign({})
  expect(lines).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(2_000)
  foreign({})
  expect(lines).toHaveBeenCalledTimes(2)
})
