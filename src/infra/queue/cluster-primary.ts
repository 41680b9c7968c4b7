import cluster, { type Worker } from 'node:cluster'
import { FairQueue } from './fair-queue'
import { limitsOf, queueNames, type SiteQueue } from './limits'
import { type QueueAnswer, request } from './messages'

/** Keeps the queues of all web processes, in their supervisor. The places of a process that ends are given back. */
export function serveQueues(): void {
  const queues = new Map(queueNames.map((name) => [name, new FairQueue(limitsOf(name))]))
  const owners = new Map<string, { worker: Worker; queue: SiteQueue }>()

  const tell = (id: string, state: QueueAnswer['state']) => {
    const owner = owners.get(id)
    if (owner?.worker.isConnected()) owner.worker.send({ queue: owner.queue, id, state } satisfies QueueAnswer)
  }
  const leave = (id: string) => {
    const owner = owners.get(id)
    owners.delete(id)
    if (owner) for (const started of queues.get(owner.queue)?.leave(id) ?? []) tell(started.id, 'started')
  }

  cluster.on('message', (worker: Worker, message: unknown) => {
    const { data } = request.safeParse(message)
    if (!data) return
    const { queue, act, place } = data
    if (act === 'leave') return leave(place.id)
    owners.set(place.id, { worker, queue })
    const entered = queues.get(queue)?.enter(place)
    if (entered === 'started') tell(place.id, 'started')
    if (entered === 'full') {
      tell(place.id, 'full')
      owners.delete(place.id)
    }
  })
  cluster.on('exit', (worker) => {
    for (const [id, owner] of [...owners]) if (owner.worker === worker) leave(id)
  })
}
