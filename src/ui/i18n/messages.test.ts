import { expect, test } from 'vitest'
import { locales } from './locales'
import { messagesOf } from './messages'

/** Every key with the arguments its message takes: `people.total {count}`. */
function leaves(node: object, path = ''): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key
    if (typeof value !== 'string') return leaves(value, here)
    const taken = [...value.matchAll(/\{(\w+)/g), ...value.matchAll(/<(\w+)>/g)].map(([, name]) => name)
    // What a plural says inside its branches is not an argument.
    return [[here, ...new Set(taken)].join(' ')]
  })
}

const keyOf = (leaf: string) => leaf.split(' ')[0] ?? leaf
const argumentsOf = (leaf: string) => leaf.split(' ').slice(1)

test('neither language misses a key of the other', () => {
  const [zh = [], en = []] = locales.map((locale) => leaves(messagesOf(locale)).map(keyOf).sort())
  expect(en).toEqual(zh)
})

test('no message is empty', () => {
  const empty = (node: object): boolean =>
    Object.values(node).some((value) => (typeof value === 'string' ? value.trim() === '' : empty(value)))
  for (const locale of locales) expect(empty(messagesOf(locale))).toBe(false)
})

test('a message takes the same arguments in both languages', () => {
  const english = new Map(leaves(messagesOf('en')).map((leaf) => [keyOf(leaf), argumentsOf(leaf)]))
  for (const leaf of leaves(messagesOf('zh'))) {
    // English plurals repeat words in branches, so that Chinese asks and English must answer.
    expect(english.get(keyOf(leaf)), keyOf(leaf)).toEqual(expect.arrayContaining(argumentsOf(leaf)))
  }
})
