import type { SiteQueue } from './limits'
import { answer, type QueueRequest } from './messages'
import type { Slots } from './queue'

/** A queue that the supervisor keeps for all web processes: see `cluster-primary.ts`. */
export function askPrimary(queue: SiteQueue): Slots {
  const asked = new Map<string, Parameters<Slots['enter']>[1]>()
  const send = (message: QueueRequest) => process.send?.(message)
  const leave = (id: string) => send({ queue, act: 'leave', place: { id, turn: '', lane: '' } })
  process.on('message', (message) => {
    const { data } = answer.safeParse(message)
    if (data?.queue !== queue) return
    const on = asked.get(data.id)
    asked.delete(data.id)
    if (data.state === 'full') on?.full()
    else if (on) on.start()
    // Whoever asked has left since.
    else leave(data.id)
  })
  return {
    enter(place, on) {
      asked.set(place.id, on)
      send({ queue, act: 'enter', place })
    },
    leave(id) {
      asked.delete(id)
      leave(id)
    },
  }
}
