import { expect, test } from 'vitest'
import { resolveLocale } from './locales'

test.each([
  [undefined, null, 'zh'],
  [undefined, 'en-GB,en;q=0.9,zh;q=0.8', 'en'],
  [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  [undefined, 'en;q=0.5,zh;q=0.9', 'zh'],
  [undefined, 'fr-FR,de;q=0.9', 'zh'],
  [undefined, 'fr-FR,en;q=0.3', 'en'],
  ['en', 'zh-CN', 'en'],
  ['klingon', 'en', 'en'],
] as const)('cookie %s and Accept-Language %s speak %s', (cookie, header, expected) => {
  expect(resolveLocale(cookie, header)).toBe(expected)
})
