import { pinyin } from 'pinyin-pro'

const plain = (text: string) => text.normalize('NFKC').toLowerCase()

/**
 * What a name is sorted by: its pinyin, the surname read as one, then the name itself. The tab between them comes before
 * any letter, so that 张三 stands before 张三丰.
 */
export function sortName(name: string): string {
  return `${pinyin(plain(name), { toneType: 'none', surname: 'head', nonZh: 'consecutive', v: true })}\t${name}`
}

/** What a person is found by: name, pinyin in one word, initials, number; any substring of it matches. */
export function searchText(person: { name: string; usin: string }): string {
  const name = plain(person.name)
  const syllables = pinyin(name, { toneType: 'none', surname: 'head', nonZh: 'removed', type: 'array', v: true })
  const initials = syllables.map((syllable) => syllable[0] ?? '').join('')
  return [name, syllables.join(''), initials, plain(person.usin)].filter(Boolean).join(' ')
}

/** The words of a search, each of which must be found. */
export const searchWords = (q: string): string[] => plain(q).split(/\s+/).filter(Boolean).slice(0, 8)
