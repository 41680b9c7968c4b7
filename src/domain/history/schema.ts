/** What a change set can be, beside a single act. */
export const changeKinds = ['single', 'bulk', 'import', 'rollover', 'undo', 'erasure', 'export'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const changeNouns = ['person', 'field', 'account', 'api-key', 'school', 'invitation', 'webhook'] as const
export type ChangeNoun = (typeof changeNouns)[number]

export const changeActions = ['create', 'update', 'delete', 'restore'] as const
export type ChangeAction = (typeof changeActions)[number]

export const changeVias = ['page', 'rest', 'command-line', 'set-up', 'schedule'] as const
export type ChangeVia = (typeof changeVias)[number]

/** Who did it. `nobody` signed in: whoever holds the machine, or registers. */
export type Doer = { kind: 'account' | 'key' | 'nobody'; id: number | null; name: string }

/** A record that something happened to. `usin` and `role` are a person's; it may be gone (`there` is false). */
export type Subject = { noun: ChangeNoun; id: number; name: string; usin: string; role: number; there: boolean }

/** When, who, through what. Ids are digits: they outgrow a number. */
export type ShownAct = {
  id: string
  at: string
  via: ChangeVia
  kind: ChangeKind
  title: string
  note: string
  author: Doer
  undo_of: string | null
  /** The undo that took it back and stands. */
  undone_by: string | null
}

export type ChangeSetRow = ShownAct & {
  counts: { noun: ChangeNoun; action: ChangeAction; count: number }[]
  /** The first of its records, by which a single act is known. */
  first: (Subject & { keys: { key: string; label: string }[] }) | null
}

/** A link to a student, as it is shown. */
export type ShownLink = { student: string; relation: number }
export type CellValue = string | number | boolean | null | string[] | ShownLink[]

/** One value before and after. `label` and `type` are an extension field's. */
export type ShownCell = {
  key: string
  label: string
  type: number
  before: CellValue
  after: CellValue
}

export type ShownChange = {
  id: string
  action: ChangeAction
  subject: Subject
  cells: ShownCell[]
  /** Who it was was erased; what happened stayed. */
  erased: boolean
}

export type PersonChange = ShownChange & { act: ShownAct }
