import { expect, test } from 'vitest'
import { contractNames, openApi } from '@/rest/openapi'
import { locales } from '@/ui/i18n/locales'
import { openApi as readable } from '@/ui/reference/document'
import { contractsIn } from './contracts'

test('every operation of every document has its place in the reference, at the same address in both languages', async () => {
  const [zh, en] = await Promise.all(locales.map(contractsIn))
  const places = (contracts: typeof zh) =>
    contracts?.flatMap(({ slug, topics }) =>
      topics.flatMap((topic) => topic.operations.map(({ id }) => `${slug}/${topic.slug}#${id}`)),
    ) ?? []
  expect(places(zh)).toEqual(places(en))
  expect(new Set(places(zh)).size).toBe(places(zh).length)
  for (const place of places(zh)) expect(place).toMatch(/^[a-z-]+\/[a-z-]+#[A-Za-z0-9]+$/)
  const paths = await Promise.all(contractNames.map(async (name) => readable.parse(await openApi('zh', name)).paths))
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
  const operations = paths
    .flatMap((each) => Object.values(each))
    .flatMap((item) => methods.filter((name) => item[name]))
  expect(places(zh)).toHaveLength(operations.length)
})
