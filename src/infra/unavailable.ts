import { type ServerState, serverState } from './sql-error'

/** The site is busy: the call may be tried again after `seconds`. Every transport answers 503 with `Retry-After`. */
export class Unavailable extends Error {
  override name = 'Unavailable'
  constructor(readonly seconds: number) {
    super('the site is busy')
  }
}

/** That a call cannot be done now, when to try it again, and the state of the server that it failed for. */
export type NotNow = {
  kind: 'unavailable'
  seconds: number
  state?: ServerState
  /** Nothing of the call was done: whatever it does, it may be sent again. */
  untouched?: true
}

/** What a call that failed by this error is told; undefined: the error has another cause than a state of the site. */
export function notNow(error: unknown): NotNow | undefined {
  if (error instanceof Unavailable) return { kind: 'unavailable', seconds: error.seconds }
  const state = serverState(error)
  return state && { kind: 'unavailable', seconds: 5, state }
}
