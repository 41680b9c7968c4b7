import { setTimeout as sleep } from 'node:timers/promises'
import { chineseName } from '../../src/domain/demo/names'
import type { Caller } from './calls'
import type { Work } from './writers'

/** An import of the trial: `prefix` begins the numbers of its people. */
export type Imported = { prefix: string; rows: number; state: string; isUndone: boolean }

type Details = { state: string; change_set: string | null; job: { state: string } | null; problem: unknown }

/** Imports files one after the other as the page does, and undoes every second one. */
export async function importPeople(
  work: Work & { signIn: () => Promise<string>; rows: number },
  imports: Imported[],
  wrong: string[],
): Promise<void> {
  for (let n = 0; !work.isOver(); n++) {
    // Each time: what an import does may want a password that was just given.
    const cookie = await work.signIn().catch(() => undefined)
    if (cookie === undefined) {
      await sleep(500)
      continue
    }
    const page = new Page(work.caller, cookie, work.giveUp)
    const own: Imported = { prefix: `I${n}-`, rows: work.rows, state: 'begun', isUndone: false }
    imports.push(own)
    const upload = await work.caller.untilKnown(
      {
        ...{ method: 'POST', path: `/api/imports?role=1&name=trial-${n}.csv` },
        headers: { ...page.headers, 'content-type': 'application/octet-stream' },
        body: fileOf(own, work.random),
      },
      work.giveUp,
      false,
    )
    if (upload?.status !== 201) {
      if (upload) wrong.push(`upload: ${upload.status} ${upload.text.slice(0, 200)}`)
      continue
    }
    const { id }: { id: number } = JSON.parse(upload.text)
    const read = await page.ended(id, 'reading')
    if (read?.state !== 'ready') {
      if (read) wrong.push(`an import was not read: ${JSON.stringify(read.problem)}`)
      continue
    }
    let run: Details | undefined
    // A run whose answer was lost may not have been begun: then it is asked for again.
    for (let tries = 0; tries < 5 && (!run || (run.state === 'ready' && run.problem === null)); tries++) {
      await page.act('imports.run', { id })
      run = await page.ended(id, 'running')
      if (work.giveUp()) break
    }
    if (!run) return
    own.state = run.state
    if (run.state !== 'done') wrong.push(`an import ended as ${run.state}: ${JSON.stringify(run.problem)}`)
    else if (n % 2 === 0 && run.change_set) own.isUndone = await page.undone(run.change_set)
  }
}

/** What the admin pages call. */
class Page {
  readonly headers: { cookie: string; origin: string }

  constructor(
    private readonly caller: Caller,
    cookie: string,
    private readonly giveUp: () => boolean,
  ) {
    this.headers = { cookie, origin: caller.url }
  }

  act(procedure: string, input: object) {
    const headers = { ...this.headers, 'content-type': 'application/json' }
    const body = JSON.stringify({ json: input })
    return this.caller.untilKnown({ method: 'POST', path: `/api/trpc/${procedure}`, headers, body }, this.giveUp, false)
  }

  /** Undoes a change set, at once or when its turn has come; whether it is undone when this returns. */
  async undone(change_set: string): Promise<boolean> {
    const asked = await this.act('history.undo', { change_set })
    if (asked?.status !== 200) return false
    const { result }: { result: { data: { json: { job?: string } } } } = JSON.parse(asked.text)
    const { job } = result.data.json
    if (job === undefined) return true
    const input = new URLSearchParams({ input: JSON.stringify({ json: { job } }) })
    while (!this.giveUp()) {
      const answer = await this.caller.untilKnown(
        { path: `/api/trpc/acts.get?${input}`, headers: this.headers },
        this.giveUp,
        false,
      )
      if (answer?.status === 200) {
        const state = /"state":"(\w+)"/.exec(answer.text)?.[1]
        if (state !== 'waiting' && state !== 'running') return state === 'done'
      }
      await sleep(300)
    }
    return false
  }

  /** The import when it is no longer what it was; undefined when the trial ends before. */
  async ended(id: number, busy: string): Promise<Details | undefined> {
    const input = new URLSearchParams({ input: JSON.stringify({ json: { id } }) })
    for (;;) {
      const call = { path: `/api/trpc/imports.get?${input}`, headers: this.headers }
      const answer = await this.caller.untilKnown(call, this.giveUp, false)
      if (answer?.status === 200) {
        const { result }: { result: { data: { json: Details } } } = JSON.parse(answer.text)
        if (result.data.json.state !== busy) return result.data.json
      }
      if (this.giveUp()) return undefined
      await sleep(300)
    }
  }
}

function fileOf({ prefix, rows }: Imported, random: () => number): string {
  const lines = Array.from({ length: rows }, (_, n) => {
    const phone = `135${prefix.replaceAll(/\D/g, '').padStart(3, '0').slice(-3)}${String(n).padStart(5, '0')}`
    return `${prefix}${n},${chineseName(random, 'm', 'young')}${n},男,${phone},${2027 + (n % 3)}`
  })
  return `学号,姓名,性别,手机,毕业年份\n${lines.join('\n')}\n`
}
