import { ignoresHangUp } from '../../src/infra/hang-up'

/** Somebody asked this process to end before its work was done. */
export class Stopped extends Error {}

const reactions: (() => void)[] = []
let asked = false

function stop(): void {
  if (asked) process.exit(130) // asked twice: at once
  asked = true
  reactions.at(-1)?.()
}

function listen(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGQUIT'] as const) process.on(signal, stop)
  if (!ignoresHangUp()) process.on('SIGHUP', stop)
}

/**
 * Does the work; whoever asks this process to end meanwhile, by Ctrl-C, `kill` or a closed terminal, gets this reaction
 * and none of those further out.
 */
export async function onStop<T>(react: () => void, work: () => Promise<T>): Promise<T> {
  if (process.listenerCount('SIGTERM', stop) === 0) listen()
  reactions.push(react)
  try {
    return await work()
  } finally {
    reactions.splice(reactions.indexOf(react), 1)
  }
}

/** Does the work, but fails as soon as this process is asked to end: what the work still does then counts for nothing. */
export const untilStopped = <T>(work: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    onStop(() => reject(new Stopped('stopped before it was done')), work).then(resolve, reject)
  })
