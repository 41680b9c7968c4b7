import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from './calls'
import type { School } from './school'

type Entry = { type: string; id: number; record: unknown }
type Page = { changes: Entry[]; next: string; has_more: boolean }

/** Keeps a copy of the school's people by the feed alone. */
export class Follower {
  readonly #copy = new Map<number, string>()
  #next = ''
  entries = 0

  constructor(
    private readonly caller: Caller,
    private readonly school: School,
  ) {}

  /** Begins where the feed is now; the school has nobody yet. */
  async begin(): Promise<void> {
    this.#next = (await this.#page('/api/v1/changes', () => false))?.next ?? ''
  }

  async follow(isOver: () => boolean, giveUp: () => boolean): Promise<void> {
    while (!isOver()) await this.#step(2, giveUp)
  }

  /** Reads to the end, and answers how many people differ from those of the list. */
  async compare(): Promise<{ people: number; differ: number }> {
    const limit = Date.now() + 120_000
    const giveUp = () => Date.now() > limit
    while (await this.#step(0, giveUp)) if (giveUp()) break
    const where = '/api/v1/reflections?role=1,2,8&$per-page=100000'
    const answer = await this.caller.untilKnown({ path: where, headers: this.school.bearer }, giveUp, false)
    const listed: { id: number }[] = JSON.parse(answer?.text ?? '[]')
    const there = new Set(listed.map(({ id }) => id))
    const missing = listed.filter((person) => this.#copy.get(person.id) !== JSON.stringify(person)).length
    const surplus = [...this.#copy.keys()].filter((id) => !there.has(id)).length
    return { people: listed.length, differ: missing + surplus }
  }

  /** @returns whether there may be more */
  async #step(wait: number, giveUp: () => boolean): Promise<boolean> {
    const page = await this.#page(`/api/v1/changes?after=${this.#next}&limit=500&wait=${wait}`, giveUp)
    if (!page) {
      await sleep(200)
      return false
    }
    for (const { type, id, record } of page.changes) {
      if (!type.startsWith('person.')) continue
      if (record === null) this.#copy.delete(id)
      else this.#copy.set(id, JSON.stringify(record))
    }
    this.entries += page.changes.length
    this.#next = page.next
    return page.has_more
  }

  async #page(path: string, giveUp: () => boolean): Promise<Page | undefined> {
    const answer = await this.caller.untilKnown({ path, headers: this.school.bearer }, giveUp)
    if (answer === undefined) return undefined
    if (answer.status !== 200) this.caller.answers.wrong.push(`the feed: ${answer.status} ${answer.text.slice(0, 200)}`)
    return answer.status === 200 ? JSON.parse(answer.text) : undefined
  }
}
