import type { Draft } from './use-draft'

/** What a form began with, what is there now, and what stands in the form. */
export type Drafts = { before: Draft; now: Draft; mine: Draft }

/** One value that somebody else changed; `mine` when it was changed here as well, to something else. */
export type Difference = { key: string; before: string; now: string; mine?: string }

const read = ({ before, now, mine }: Drafts, key: string) => {
  const was = before[key] ?? ''
  return { was, is: now[key] ?? '', own: mine[key] ?? was }
}

/** What somebody else changed, in the order of the form. */
export const differencesOf = (drafts: Drafts): Difference[] =>
  Object.keys(drafts.now).flatMap((key) => {
    const { was, is, own } = read(drafts, key)
    if (was === is) return []
    const told = { key, before: was, now: is }
    return own !== was && own !== is ? { ...told, mine: own } : told
  })

/** What was changed here, over what is there now. */
export const rebased = (drafts: Drafts): Draft =>
  Object.fromEntries(
    Object.keys(drafts.now).map((key) => {
      const { was, is, own } = read(drafts, key)
      return [key, own === was ? is : own]
    }),
  )
