import { currentCaller } from '../caller'
import { slotIn } from './queue'
import { held } from './turn'

/**
 * Does the work of a call whose caller is not verified when it is its turn: a process works for few strangers at a time,
 * so that however many come, the calls of those who are known find it free. The turn ends where the work waits in a queue
 * of the site, for a password hash say.
 * @throws Unavailable when too many wait already
 */
export async function inStrangersTurn<T>(work: () => Promise<T>): Promise<T> {
  const caller = currentCaller()
  if (!caller || caller.known !== undefined || held.getStore()) return work()
  const leave = await slotIn('nobody', { turn: caller.network, signal: caller.signal })
  try {
    return await held.run(leave, work)
  } finally {
    leave()
  }
}
