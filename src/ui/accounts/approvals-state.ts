import { createLoader, parseAsInteger, parseAsStringLiteral } from 'nuqs/server'

export const waitingKinds = ['waiting', 'wishes'] as const
export type WaitingKind = (typeof waitingKinds)[number]

/** What of the approvals stands in the address. */
export const approvalsParsers = {
  of: parseAsStringLiteral(waitingKinds).withDefault('waiting'),
  page: parseAsInteger.withDefault(1),
}
export const loadApprovalsState = createLoader(approvalsParsers)

export const perPage = 20
const stateOf = { waiting: 'pending', wishes: 'asking' } as const

/** What the list is asked for; the latest stand first. */
export const approvalsInput = ({ of, page }: { of: WaitingKind; page: number }) => ({
  state: stateOf[of],
  sort: { by: 'create_time' as const, desc: true },
  page: Math.max(1, page),
  per_page: perPage,
})
