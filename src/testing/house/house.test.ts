import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Every source file below a folder, without what is generated. */
const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('infra/generated'))
    .map((name) => path.join(folder, name))

const naming = (word: RegExp, folder = 'src') => sources(folder).filter((file) => word.test(readFileSync(file, 'utf8')))

test('one file mints actors', () => {
  expect(naming(/\bminted\b/).sort()).toEqual(['src/auth/mint.ts', 'src/domain/actor.ts'])
})

test('one file reads the environment', () => {
  const allowed = ['src/infra/env.ts', 'src/testing/house/house.test.ts']
  // What the reference shows for copying runs in somebody else's house.
  const isShown = (file: string) => /^src\/ui\/reference\/(snippets\.ts|guides\/)/.test(file)
  expect(naming(/process\.env/).filter((file) => !allowed.includes(file) && !isShown(file))).toEqual([])
})

test('no file of the house is longer than 300 lines', () => {
  expect(sources('src').filter((file) => readFileSync(file, 'utf8').split('\n').length > 300)).toEqual([])
})
