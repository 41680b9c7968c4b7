import { isDatabaseAway } from './sql-error'

/** The site is busy: the call may be tried again after `seconds`. Every transport answers 503 with `Retry-After`. */
export class Unavailable extends Error {
  constructor(readonly seconds: number) {
    super('the site is busy')
  }
}

/** After how many seconds a call that failed by this error may be tried again; undefined: the error has another cause. */
export function retrySeconds(error: unknown): number | undefined {
  if (error instanceof Unavailable) return error.seconds
  return isDatabaseAway(error) ? 5 : undefined
}
