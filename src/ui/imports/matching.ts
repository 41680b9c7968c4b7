import type { Import, Settings } from './types'

export type Targets = readonly (string | null)[]

/** Gives a column its field; the column that had it before gives it up. */
export const choose = (targets: Targets, at: number, target: string | null): (string | null)[] =>
  targets.map((each, index) => (index === at ? target : target !== null && each === target ? null : each))

/** What no row can do without: the key, and what somebody new has to have. A guardian's number follows from the student's. */
export function essentials(
  { role }: Pick<Import, 'role'>,
  { key, mode }: Pick<Settings, 'key' | 'mode'>,
  targets: Targets,
): { key: boolean; wanted: string[] } {
  const has = (target: string) => targets.includes(target)
  const hasNumber = has('usin') || (role === 8 && has('student'))
  const needed =
    mode === 'update' ? [] : [...(hasNumber ? [] : ['usin']), 'name', ...(role === 1 ? ['graduates_in'] : [])]
  return {
    key: key === 'usin' ? hasNumber : has(key),
    wanted: needed.filter((target) => target !== key && !has(target)),
  }
}

export type Draft = { targets: (string | null)[]; settings: Settings }

/** Whether the file has to be read again for what was chosen. */
export const isChanged = ({ targets, settings }: Import, draft: Draft): boolean =>
  JSON.stringify(targets) !== JSON.stringify(draft.targets) ||
  Object.entries(draft.settings).some(([key, value]) => Reflect.get(settings, key) !== value)
