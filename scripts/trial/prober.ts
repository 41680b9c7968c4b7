import { setTimeout as sleep } from 'node:timers/promises'
import { Answers, type Call, Caller } from './calls'

/** What light calls are answered while something is wrong. */
export type Probed = { answers: Answers; statuses: Map<number, number> }

/** Sends the calls four times a second each, whatever became of those before, until the work is done. */
export async function probing(url: string, calls: readonly Call[], slack: number, work: () => Promise<void>) {
  const answers = new Answers(slack)
  const caller = new Caller(url, answers)
  const statuses = new Map<number, number>()
  const sent: Promise<void>[] = []
  let isDone = false
  const send = async (call: Call) => {
    const status = (await caller.once(call))?.status ?? 0
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status >= 400 && status < 500) answers.wrong.push(`${call.path}: ${status}`)
  }
  const prober = (async () => {
    while (!isDone) {
      for (const call of calls) sent.push(send(call))
      await sleep(250)
    }
  })()
  try {
    await work()
  } finally {
    isDone = true
    await prober
    await Promise.all(sent)
  }
  return { answers, statuses }
}

/** As `200: 14, 503: 3`; a call that was cut off is `cut`. */
export const statusText = ({ statuses }: Probed): string =>
  [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, n]) => `${n} × ${status || 'cut'}`)
    .join(', ')
