import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

export const lifetimes = ['1', '7', '14', '30', '90', ''] as const

/** `days`: `''` for no end. `uses`: `''` for no limit. */
export type InvitationDraft = { note: string; days: string; uses: number | string; auto: boolean }
export const blankInvitation: InvitationDraft = { note: '', days: '14', uses: '', auto: false }

const mostUses = 10_000

/** What is sent of the form; undefined when the number of uses is none. */
export function invitationOf(draft: InvitationDraft): inferRouterInputs<AppRouter>['accounts']['invite'] | undefined {
  const uses = draft.uses === '' ? null : Number(draft.uses)
  if (uses !== null && !(Number.isInteger(uses) && uses >= 1 && uses <= mostUses)) return undefined
  return {
    note: draft.note.trim(),
    auto_approve: draft.auto,
    most_uses: uses,
    expires_in_days: draft.days === '' ? null : Number(draft.days),
  }
}
