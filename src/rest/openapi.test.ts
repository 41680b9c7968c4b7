import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import { contractNames, openApi } from './openapi'

const languages = ['zh', 'en'] as const
const names = [undefined, ...contractNames]
const documents = languages.flatMap((language) =>
  names.map((name) => ({ language, name: name ?? 'all contracts', document: openApi(language, name) })),
)

describe.each(documents)('$name, $language', ({ document }) => {
  test('Redocly’s recommended rules have nothing to say', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const problems = await lintFromString({ source: JSON.stringify(await document), config })
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)).toEqual(
      [],
    )
  })
})
