import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const lock: { packages: Record<string, { version?: string; resolved?: string }> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
)
const installed = (name: string) =>
  Object.entries(lock.packages).flatMap(([where, { version }]) =>
    where.endsWith(`node_modules/${name}`) && version ? [version] : [],
  )

const numbers = (version: string) => version.split('-')[0]?.split('.').map(Number) ?? []
const isOlder = (version: string, than: string): boolean => {
  const [one, other] = [numbers(version), numbers(than)]
  const at = one.findIndex((part, index) => part !== other[index])
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0)
}

test.each([
  ['next', '16.3.3'],
  ['next-auth', '4.24.15'],
  ['@trpc/server', '11.8.0'],
])('%s is newer than its known holes', (name, least) => {
  const versions = installed(name)
  expect(versions).not.toEqual([])
  expect(versions.filter((version) => isOlder(version, least))).toEqual([])
})

test('the abandoned spreadsheet package is not there, and the lock names no registry', () => {
  expect(installed('xlsx')).toEqual([])
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([])
})
