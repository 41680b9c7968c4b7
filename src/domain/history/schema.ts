/** What a change set can be, beside a single act. */
export const changeKinds = ['single', 'bulk', 'import', 'rollover', 'undo', 'erasure', 'export'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const changeNouns = ['person', 'field', 'account', 'api-key', 'school', 'invitation', 'webhook'] as const
export type ChangeNoun = (typeof changeNouns)[number]

export const changeActions = ['create', 'update', 'delete', 'restore'] as const
export type ChangeAction = (typeof changeActions)[number]
