/** What an endpoint can be told of. */
export const eventKinds = [
  'person.created',
  'person.updated',
  'person.deleted',
  'field.created',
  'field.updated',
  'field.deleted',
] as const
export type EventKind = (typeof eventKinds)[number]

/** What the button for trying an endpoint sends. */
export const testKind = 'webhook.test'

/** How long before each further try, in seconds, as the Standard Webhooks specification advises; then it is given up. */
const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
const longest = 86_400

/**
 * In how many seconds to try again after so many tries, or undefined when it is enough. A tenth is left to chance, so
 * that what failed together does not come back together. A receiver may ask for more, up to a day.
 */
export function nextWait(tries: number, retryAfter: number | undefined, chance: number): number | undefined {
  const wait = waits[tries - 1]
  if (wait === undefined) return undefined
  return Math.max(wait * (1 + chance / 10), Math.min(retryAfter ?? 0, longest))
}

/** For how many days nothing may be delivered before an endpoint is disabled. */
export const daysOfFailure = 5
/** For how many hours an old secret signs beside its successor. */
export const hoursOfOverlap = 24
/** For how many days deliveries are kept once they are settled. */
export const daysOfLog = 30

export type DeliveryState = 'waiting' | 'delivered' | 'failed'
export type AttemptProblem =
  | ''
  | 'refused_target'
  | 'unknown_host'
  | 'timeout'
  | 'connection'
  | 'certificate'
  | 'unreadable_secret'

/** An endpoint as its page shows it. `stopped` says why the site itself disabled it. */
export type Endpoint = {
  id: number
  url: string
  description: string
  kinds: EventKind[]
  enabled: boolean
  stopped: '' | 'gone' | 'failing'
  failing_since: string | null
  old_secret_until: string | null
  created_at: string
  waiting: number
  failed: number
}

export type Attempt = {
  at: string
  status: number | null
  problem: AttemptProblem
  duration_ms: number
  answer: string
}

/** One message to an endpoint, with the last try. `due_at` is when it is tried next. */
export type Delivery = {
  id: string
  message_id: string
  kind: EventKind | typeof testKind
  noun_id: number
  at: string
  state: DeliveryState
  tries: number
  due_at: string | null
  last: Attempt | null
}
