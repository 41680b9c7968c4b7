import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import { all, contractNames, one, openApi } from './openapi'

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

describe('a document is served', () => {
  const get = (search = '', headers: Record<string, string> = {}) =>
    all(new Request(`http://site/api/openapi.json${search}`, { headers }))
  const file = (name: string) =>
    one(new Request(`http://site/api/openapi/${name}`), { params: Promise.resolve({ file: name }) })

  test('in the language asked for, else the caller’s, Chinese first', async () => {
    const language = async (search?: string, accept?: string) =>
      (await get(search, accept === undefined ? {} : { 'accept-language': accept })).headers.get('content-language')
    expect([await language(), await language('?lang=en'), await language('?lang=zh', 'en')]).toEqual(['zh', 'en', 'zh'])
    expect(await language('?lang=fr', 'en-GB,en;q=0.8')).toBe('en')
    expect(await language('', 'fr')).toBe('zh')
    expect(JSON.stringify(await (await get('?lang=en')).json())).toContain('Create a person')
  })

  test('to everybody, to be kept, and not twice', async () => {
    const first = await get()
    const etag = first.headers.get('etag') ?? ''
    expect([
      first.status,
      first.headers.get('cache-control'),
      first.headers.get('access-control-allow-origin'),
    ]).toEqual([200, 'public, max-age=300', '*'])
    expect(first.headers.get('vary')).toBe('Accept-Language')
    const again = await get('', { 'if-none-match': etag })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    expect((await get('?lang=en', { 'if-none-match': etag })).status).toBe(200)
  })

  test('by contract, and 404 where there is none', async () => {
    for (const name of contractNames) expect((await file(`${name}.json`)).status).toBe(200)
    expect((await file('nothing.json')).status).toBe(404)
  })
})
