import type { Alike } from './types'

type Named = { id: number; username: string }
/** Accounts of the school whose names look like one another, and how many of other schools do. */
export type AlikeGroup = { members: Named[]; elsewhere: number }

/** Puts accounts that list one another into one group, in the order of their ids. Looks alike need not be shared by all. */
export function alikeGroups(alike: readonly Alike[]): AlikeGroup[] {
  const groups = new Map<string, AlikeGroup>()
  for (const { id, username, others, elsewhere } of alike) {
    const members = [{ id, username }, ...others].sort((one, other) => one.id - other.id)
    const key = members.map((member) => member.id).join()
    groups.set(key, { members, elsewhere: Math.max(elsewhere, groups.get(key)?.elsewhere ?? 0) })
  }
  return [...groups.values()]
}
