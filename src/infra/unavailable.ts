/** The site is busy: the call may be tried again after `seconds`. Every transport answers 503 with `Retry-After`. */
export class Unavailable extends Error {
  constructor(readonly seconds: number) {
    super('the site is busy')
  }
}
