import '../form/zod-without-eval'
import { accountPatch, lengths } from '@/domain/accounts/schema'
import { type Issue, reasons } from '@/domain/errors'

const required = ['username', 'password', 'phone']
const limits = new Map<string, number>(Object.entries(lengths))

/**
 * What the schema of accounts says against one value of a form; an empty box is only wrong where something must stand.
 * Brought in with the schema when somebody first types, so that the page is there sooner.
 */
export function accountIssue(field: string, value: string): Issue | undefined {
  const text = field === 'password' ? value : value.trim()
  if (text === '') return required.includes(field) ? { field, reason: 'blank' } : undefined
  // The contract takes any text as an address; whoever types one means one that works.
  if (field === 'email' && !/^\S+@\S+\.\S+$/.test(text)) return { field, reason: 'invalid' }
  const { error } = accountPatch.safeParse({ [field]: text })
  const found = error?.issues.find((issue) => issue.path[0] === field)
  if (!found) return undefined
  const reason = reasons.find((each) => each === found.message) ?? 'invalid'
  const limit = reason === 'too_long' ? limits.get(field) : undefined
  return limit === undefined ? { field, reason } : { field, reason, limit }
}
