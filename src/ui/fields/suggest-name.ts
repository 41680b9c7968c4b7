import { isReserved } from '@/domain/fields/rules'

const longest = 40
const hasChinese = (text: string) => /\p{Script=Han}/u.test(text)

/** A field's name from Latin text: `School Bus №2` becomes `school_bus_2`. */
export function nameOf(latin: string): string {
  const words =
    latin
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? []
  const name = words.join('_').slice(0, longest).replace(/_+$/, '')
  return /^[a-z]/.test(name) || name === '' ? name : `f_${name}`
}

/** The name with a number behind, if it is taken or means something already. */
export function freeName(name: string, taken: readonly string[]): string {
  if (name === '') return ''
  const used = new Set(taken.map((each) => each.toLowerCase()))
  const isFree = (candidate: string) => !used.has(candidate.toLowerCase()) && !isReserved(candidate)
  if (isFree(name)) return name
  let count = 2
  while (!isFree(`${name}_${count}`)) count += 1
  return `${name}_${count}`
}

/** Proposes a name for a label; Chinese by its pinyin, whose dictionary is fetched when it is first needed. */
export async function suggestName(label: string, taken: readonly string[]): Promise<string> {
  if (!hasChinese(label)) return freeName(nameOf(label), taken)
  const { pinyin } = await import('pinyin-pro')
  const parts = label
    .split(/(\p{Script=Han}+)/u)
    .map((part) => (hasChinese(part) ? pinyin(part, { toneType: 'none', type: 'array', v: true }).join('') : part))
  return freeName(nameOf(parts.join(' ')), taken)
}
