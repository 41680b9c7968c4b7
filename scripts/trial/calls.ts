import { setTimeout as sleep } from 'node:timers/promises'

export type Call = { method?: string; path: string; headers?: Record<string, string>; body?: BodyInit }
export type Answer = { status: number; headers: Headers; text: string }

/** A light call is answered within so long, whatever happens, in milliseconds. */
export const promisedMs = 10_000
/** A call that is not answered by then hangs. */
const hungAfter = 45_000

/** What all calls of a trial were answered. */
export class Answers {
  count = 0
  unavailable = 0
  /** The connection was refused, or broke. */
  cut = 0
  slowest = 0
  /** Answers that break a promise, in words. */
  readonly wrong: string[] = []

  /** @param slack by how much this machine is slower than it should be */
  constructor(readonly slack = 1) {}

  note({ method = 'GET', path }: Call, { status, headers, text }: Answer, ms: number, isLight: boolean): void {
    this.count += 1
    const wrong = (why: string) => this.wrong.push(`${method} ${path.split('?')[0]}: ${why}`)
    if (isLight) {
      this.slowest = Math.max(this.slowest, ms)
      if (ms > promisedMs * this.slack) wrong(`${status} after ${(ms / 1000).toFixed(1)} s`)
    }
    if (status === 503) {
      this.unavailable += 1
      if (!headers.get('retry-after')) wrong('503 without Retry-After')
    } else if (status >= 500) wrong(`${status} ${text.startsWith('<') ? 'a page' : text.slice(0, 150)}`)
  }

  /** Like things once, with how often. */
  summary(): string {
    const times = new Map<string, number>()
    for (const each of this.wrong) {
      const kind = each.replaceAll(/\d{3,}/g, '#')
      times.set(kind, (times.get(kind) ?? 0) + 1)
    }
    return [...times].map(([what, n]) => `${n} × ${what}`).join('; ')
  }
}

/** The caller of a site; `isLight` calls are held to the promise of ten seconds. */
export class Caller {
  constructor(
    readonly url: string,
    readonly answers: Answers,
  ) {}

  /** One try; undefined where the connection was refused or broke. */
  async once(call: Call, isLight = true): Promise<Answer | undefined> {
    const began = performance.now()
    const signal = AbortSignal.timeout(Math.ceil(hungAfter * this.answers.slack))
    try {
      const { method = 'GET', path, headers, body } = call
      const response = await fetch(`${this.url}${path}`, { method, headers, body, signal, redirect: 'manual' })
      const answer = { status: response.status, headers: response.headers, text: await response.text() }
      this.answers.note(call, answer, performance.now() - began, isLight)
      return answer
    } catch {
      if (signal.aborted) this.answers.wrong.push(`${call.method ?? 'GET'} ${call.path.split('?')[0]}: no answer`)
      else this.answers.cut += 1
      return undefined
    }
  }

  /** Again and again until there is an answer that says what became of it; undefined where `giveUp` says so. */
  async untilKnown(call: Call, giveUp: () => boolean, isLight = true): Promise<Answer | undefined> {
    for (;;) {
      const answer = await this.once(call, isLight)
      const isKnown = answer && answer.status < 500 && ![408, 409, 429].includes(answer.status)
      if (isKnown) return answer
      if (giveUp()) return undefined
      await sleep(answer ? 250 : 100)
    }
  }
}
