import type { Tally } from '@/domain/undo/schema'

const sum = (tally: Tally) => tally.delete + tally.restore + tally.change

/** How many records an undo moves. */
export const movedBy = ({ people, fields, school }: { people: Tally; fields: Tally; school: number }): number =>
  sum(people) + sum(fields) + school
