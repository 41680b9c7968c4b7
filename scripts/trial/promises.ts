/** What the trial looks at: the rows of its table, and of docs/reliability.md. */
export const promises = {
  kills: [
    'kill: web process',
    'kill: supervisor',
    'kill: postmaster',
    'kill: a backend',
    'kill: WAL writer or checkpointer',
    'kill: npm',
    'kill: everything',
    'kill: web process, then postmaster',
    'kill: postmaster, then web process',
    'kills: writes to `/api/v1/reflections`',
    'kills: writes to `/users/`',
    'kills: history, feed, counts, search',
    'kills: a follower of the feed',
    'kills: imports and undo',
    'kills: exports and backups',
    'kills: webhooks',
    'kills: answers',
  ],
  line: [
    'line: dropped',
    'line: delayed',
    'line: silent, old connections',
    'line: silent, all connections',
    'line: half closed',
    'line: reset',
    'line: all that was confirmed',
  ],
  disk: ['disk: no block free', 'disk: no inode free', 'disk: read-only', 'disk: all that was confirmed'],
  signals: [
    'signal: SIGTERM',
    'signal: SIGINT',
    'signal: SIGINT twice',
    'signal: SIGHUP',
    'signal: SIGQUIT',
    'signal: SIGKILL',
  ],
  soak: ['soak: memory', 'soak: open files', 'soak: connections', 'soak: temporary files'],
} as const

export type Part = keyof typeof promises
export type Promised = (typeof promises)[Part][number]

/** A row of the table. `held` is undefined where nothing was judged. */
export type Line = {
  what: Promised
  /** What was done, and how often. */
  tried: string
  /** What came of it. */
  came: string
  held: boolean | undefined
}

export const isPart = (word: string): word is Part => Object.hasOwn(promises, word)
