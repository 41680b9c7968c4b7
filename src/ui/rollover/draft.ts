import { compareClasses, nextClass } from '@/domain/rollover/class-rules'
import type { HeldClass, RolloverInput, RolloverStart } from '@/domain/rollover/schema'

/** What has been chosen on the page. */
export type Draft = {
  graduating: readonly number[]
  leavers: readonly number[]
  repeaters: readonly { id: number; class: string }[]
  /** The name of the class field; `""` leaves classes alone. */
  field: string
  /** New names by the old, where they are not the derived ones. */
  names: Readonly<Record<string, string>>
}

/** A class with whom it has: all, and those who move up. */
export type ClassRow = { value: string; count: number; moving: number }

/** Everybody due graduates, and the field most likely to hold classes is taken. */
export function firstDraft({ cohorts, fields }: Pick<RolloverStart, 'cohorts' | 'fields'>, year: number): Draft {
  const held = fields.filter(({ holders }) => holders > 0)
  const field = held.find(({ name, label }) => /class/i.test(name) || /班|class/i.test(label))
  return {
    graduating: dueCohorts(cohorts, year).map(({ graduates_in }) => graduates_in),
    leavers: [],
    repeaters: [],
    field: field?.name ?? '',
    names: {},
  }
}

/** The cohorts that can graduate with the year, the latest first. */
export const dueCohorts = (cohorts: RolloverStart['cohorts'], year: number) =>
  cohorts
    .flatMap(({ graduates_in, count }) =>
      graduates_in !== null && graduates_in <= year ? [{ graduates_in, count }] : [],
    )
    .sort((one, other) => other.graduates_in - one.graduates_in)

/** The classes there are, those of one name as one, in the order of their names. */
export function classRows(classes: readonly HeldClass[], graduating: readonly number[]): ClassRow[] {
  const rows = new Map<string, ClassRow>()
  for (const { value, graduates_in, count } of classes) {
    const row = rows.get(value) ?? { value, count: 0, moving: 0 }
    const moving = graduates_in !== null && graduating.includes(graduates_in) ? 0 : count
    rows.set(value, { value, count: row.count + count, moving: row.moving + moving })
  }
  return [...rows.values()].sort((one, other) => compareClasses(one.value, other.value))
}

/** The new name of a class: the one given, or else the one derived from the old. */
export const newName = (draft: Draft, value: string): string => draft.names[value] ?? nextClass(value) ?? ''

/** What the draft asks for, in the words of the domain. */
export function inputOf(draft: Draft, year: number, rows: readonly ClassRow[]): RolloverInput {
  const renames = rows
    .filter(({ moving }) => moving > 0)
    .map(({ value }) => ({ from: value, to: newName(draft, value).trim() }))
    .filter(({ from, to }) => to !== '' && to !== from)
  return {
    year,
    graduating: [...draft.graduating],
    leavers: [...draft.leavers],
    repeaters: draft.repeaters.map((each) => {
      const name = each.class.trim()
      return draft.field && name ? { id: each.id, class: name } : { id: each.id }
    }),
    ...(draft.field && { field: draft.field }),
    renames: draft.field ? renames : [],
  }
}
