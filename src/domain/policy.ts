import { keyScopes, type Scope, scopes } from './scopes'

export { defaultKeyScopes, type KeyScope, keyScopes, type Scope, scopes, scopeTable } from './scopes'

export const roles = ['self', 'teacher', 'grade_admin', 'school_admin', 'operator', 'api_key'] as const
export type Role = (typeof roles)[number]

/**
 * Who may do what in a school. A grade administrator has `people:write` and `pii:read` for the students of the grade and
 * their guardians alone: see `people/grade.ts`. A key's own scopes narrow its row.
 */
export const granted: Record<Role, readonly Scope[]> = {
  /** Signed in, but not let in (yet), or held to themself by a weak password: their own account and nothing else. */
  self: [],
  teacher: ['people:read', 'fields:read', 'accounts:read'],
  grade_admin: ['people:read', 'people:write', 'pii:read', 'fields:read', 'accounts:read'],
  school_admin: [
    ...keyScopes,
    'accounts:read',
    'accounts:manage',
    'keys:write',
    'webhooks:write',
    'history:read',
    'people:import',
    'privacy:write',
  ],
  operator: scopes,
  api_key: keyScopes,
}

/** The one question that guards the server and shows the button. */
export function can(actor: { scopes: ReadonlySet<Scope> }, scope: Scope): boolean {
  return actor.scopes.has(scope)
}
