import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { chineseName } from '../../src/domain/demo/names'
import type { Answer, Caller } from './calls'
import type { School } from './school'

/** A person whom a writer made: what was confirmed last, and how many acts were. */
export type Kept = {
  usin: string
  name: string
  phone: string
  card: string
  updates: number
  isDeleted: boolean
  /** The last act was never answered, since the trial ended before. */
  isOpen: boolean
}

/** What writers were told is done. */
export type Ledger = { people: Kept[]; wrong: string[] }
export const newLedger = (): Ledger => ({ people: [], wrong: [] })
export const changesOf = ({ people }: Ledger): number =>
  people.reduce((sum, { updates, isDeleted }) => sum + 1 + updates + (isDeleted ? 1 : 0), 0)

export type Work = {
  caller: Caller
  school: School
  random: () => number
  /** No more is begun. */
  isOver: () => boolean
  /** Not even what is under way is waited for any longer. */
  giveUp: () => boolean
  /** Between two calls of a writer, in milliseconds. */
  pace: number
}

/** Makes, changes and deletes people one after the other, each call again until it is known what became of it. */
export async function writePeople(work: Work, name: string, ledger: Ledger): Promise<void> {
  for (let n = 0; !work.isOver(); n++) await onePerson(work, `W${name}-${n}`, ledger)
}

async function onePerson({ caller, school, random, isOver, giveUp, pace }: Work, usin: string, ledger: Ledger) {
  const headers = { ...school.bearer, 'content-type': 'application/json' }
  const phone = (n: number) => `139${String(n).padStart(8, '0')}`
  const kept: Kept = {
    ...{ usin, name: chineseName(random, 'f', 'young'), phone: phone(0), card: `K-${usin}` },
    ...{ updates: 0, isDeleted: false, isOpen: true },
  }
  const made = { usin, name: kept.name, role: 1, graduates_in: 2027 + (usin.length % 3), phone: kept.phone }
  const create = {
    method: 'POST',
    path: '/api/v1/reflections',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: JSON.stringify({ ...made, card: kept.card }),
  }
  ledger.people.push(kept)
  const done = (answer: Answer | undefined, expected: readonly number[], what: string) => {
    if (answer === undefined) return false
    kept.isOpen = !expected.includes(answer.status)
    if (kept.isOpen) ledger.wrong.push(`${what} ${usin}: ${answer.status} ${answer.text.slice(0, 200)}`)
    return !kept.isOpen
  }
  const created = await caller.untilKnown(create, giveUp)
  if (!created || !done(created, [201], 'create')) return
  if (random() < 0.1) {
    const again = await caller.untilKnown(create, giveUp)
    if (again && (again.text !== created.text || again.headers.get('idempotency-replayed') !== 'true'))
      ledger.wrong.push(`the same key was answered otherwise: ${again.status}`)
  }
  const { id }: { id: number } = JSON.parse(created.text)
  const where = `/api/v1/reflections/${id}`
  for (let acts = Math.floor(random() * 6); acts > 0 && !isOver(); acts--) {
    const which = random()
    const change =
      which < 0.4
        ? { phone: phone(kept.updates + 1) }
        : which < 0.8
          ? { name: `${chineseName(random, 'm', 'young')}${kept.updates}` }
          : { card: `K-${usin}-${kept.updates}` }
    kept.isOpen = true
    const patched = await caller.untilKnown(
      { method: 'PATCH', path: where, headers, body: JSON.stringify(change) },
      giveUp,
    )
    if (!done(patched, [200], 'change')) return
    Object.assign(kept, change)
    kept.updates += 1
    if (pace > 0) await sleep(pace)
  }
  if (random() > 0.15 || isOver()) return
  kept.isOpen = true
  // The second time it is not there: the first was done, and its answer lost.
  if (done(await caller.untilKnown({ method: 'DELETE', path: where, headers }, giveUp), [204, 404], 'delete'))
    kept.isDeleted = true
}
