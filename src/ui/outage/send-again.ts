import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Outputs = inferRouterOutputs<AppRouter>
type Path = { [Noun in keyof Outputs & string]: `${Noun}.${keyof Outputs[Noun] & string}` }[keyof Outputs & string]

/**
 * The mutations that come to the same when they are sent twice: the second changes nothing, is refused for what the first
 * has changed, or bears the key of the first and is answered as that was. A page sends them again by itself.
 */
export const again: readonly Path[] = [
  // Kept by their key.
  ...(['people.create', 'fields.create'] as const),
  // Refused where the record has changed since it was read.
  ...(['people.update', 'fields.update'] as const),
  ...(['people.remove', 'people.setStatus', 'fields.remove', 'fields.restore', 'fields.reorder'] as const),
  ...(['own.update', 'own.confirm', 'own.endSessions'] as const),
  ...(['accounts.update', 'accounts.endSessions', 'accounts.setRegistrations', 'accounts.revokeInvitation'] as const),
  ...(['apiKeys.update', 'apiKeys.acknowledge', 'apiKeys.endOldSecret', 'apiKeys.revoke'] as const),
  ...(['webhooks.update', 'webhooks.remove'] as const),
  ...(['imports.configure', 'imports.fix', 'imports.want', 'imports.cancel', 'imports.discard'] as const),
  ...(['privacy.setRetention', 'rollover.preview'] as const),
]
const known = new Set<string>(again)

/** Whether a mutation may be sent again though it may have been done. */
export const maySendAgain = (path: string): boolean => known.has(path)
