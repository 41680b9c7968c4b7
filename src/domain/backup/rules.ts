/**
 * Tables of which a backup has no rows: what lets somebody in for a while. Nobody is to come in again by a session that was
 * ended since, or by a link or a code that was used since.
 */
export const leftOut = ['one_time_link', 'session', 'sms_code'] as const

/** Beyond any count of an account's sessions ended since: no token that was given before a restore works after it. */
export const versionsAhead = 1_000
