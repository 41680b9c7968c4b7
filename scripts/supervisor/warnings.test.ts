import { expect, test } from 'vitest'
import { readEnv } from '../../src/infra/env'
import { startWarnings } from './warnings'

const warned = (settings: Record<string, string>, uid: number | undefined = 1000) =>
  startWarnings(readEnv(settings), uid).map((line) => (/root/.test(line) ? 'root' : 'http'))

test.each<Record<string, string>>([
  {},
  { HOST: '127.0.0.2' },
  { HOST: '::1' },
  { HOST: 'localhost' },
  { PUBLIC_URL: 'http://localhost:8080' },
])('on this machine alone, %j, nothing is said', (settings) => expect(warned(settings)).toEqual([]))

test.each<Record<string, string>>([
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: '192.168.1.5' },
  { HOST: 'mingce.school.lan' },
  { HOST: '0.0.0.0', PUBLIC_URL: 'http://mingce.example.edu' },
  { PUBLIC_URL: 'http://mingce.example.edu' },
  { HOST: '0.0.0.0', PUBLIC_URL: 'http://127.0.0.1:3000' },
  { HOST: '127.0.0.1.example.edu' },
])('beyond this machine by http, %j, is said', (settings) => expect(warned(settings)).toEqual(['http']))

test('behind https nothing is said', () => {
  expect(warned({ HOST: '0.0.0.0', PUBLIC_URL: 'https://mingce.example.edu' })).toEqual([])
})

test('root is said; where there are no users, nothing', () => {
  expect(warned({}, 0)).toEqual(['root'])
  expect(warned({ HOST: '0.0.0.0' }, 0)).toEqual(['root', 'http'])
  expect(startWarnings(readEnv({}), undefined)).toEqual([])
})

test('each is one line in both languages', () => {
  for (const line of startWarnings(readEnv({ HOST: '0.0.0.0' }), 0)) {
    expect(line).toMatch(/^注意：.* · warning: /)
    expect(line).not.toContain('\n')
  }
})

test('a disk that is nearly full is said, with what is left', () => {
  const space = { total: 10_000_000_000, free: 321_000_000, files: 1000, freeFiles: 20 }
  const [line, ...more] = startWarnings(readEnv({}), 1000, space)
  expect(more).toEqual([])
  expect(line).toMatch(/321\.0 MB left and room for 20 files/)
  expect(startWarnings(readEnv({}), 1000, { ...space, free: 5_000_000_000, freeFiles: 500 })).toEqual([])
})
