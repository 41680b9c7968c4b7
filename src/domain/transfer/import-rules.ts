import type { ImportProblem } from './import/schema'

const passing: ImportProblem[] = ['cancelled', 'broken', 'died', 'forbidden', 'busy']

/** Whether the same import, tried again, may come to its end: it was no fault of the file. */
export const retriable = (kind: ImportProblem): boolean => passing.includes(kind)
