import { chineseName, seeded } from '../../src/domain/demo/names'
import { searchText, sortName } from '../../src/domain/people/search'

/** A name with what the product sorts it by and finds it by; the number is added to the latter for each person. */
export type PooledName = { name: string; gender: 'm' | 'f'; sort_name: string; found: string }

/** As many different names, always the same; as in life, some surnames are borne by many. */
export function namePool(size: number): PooledName[] {
  const random = seeded(20260907)
  const pool = new Map<string, PooledName>()
  while (pool.size < size) {
    const gender = random() < 0.5 ? 'f' : 'm'
    const name = chineseName(random, gender, random() < 0.7 ? 'young' : 'grown')
    pool.set(name, { name, gender, sort_name: sortName(name), found: searchText({ name, usin: '' }) })
  }
  return [...pool.values()]
}
