/**
 * How many messages may be under way at once in this process: to endpoints that answer well, to all others, of those how
 * many that have lasted, all together, and to one endpoint.
 */
const most = { quick: 32, other: 16, lasting: 48, all: 96, endpoint: 6 }
/** After how long a message counts as one that lasts, in milliseconds. */
const lag = 1_000
/** After how many failures in a row an endpoint rests, and for how long at most, in milliseconds. */
const rest = { after: 3, longest: 60_000 }
/** For how long an endpoint rests whose answer had to be cut off: each costs a connection, and more than a message. */
const restAfterCut = 500

/** How a message ended. `cut`: it was taken, by an answer without an end. */
export type Ending = 'delivered' | 'cut' | 'failed'

/** What is known of an endpoint in this process. */
type Standing = { isGood: boolean; isSlow: boolean; failures: number; failedAt: number; restsUntil: number }
type UnderWay = { endpoint: number; since: number; isQuick: boolean }

/** How many more messages may begin: to quick endpoints, to others, and to each that is not new. A new one may get one. */
export type Room = { quick: number; other: number; endpoints: { id: number; room: number; isQuick: boolean }[] }

/**
 * The places in which messages are under way. Endpoints that answer well have places of their own, which those that hang,
 * answer slowly or fail cannot take. One that fails again and again rests for longer and longer.
 */
export class Places {
  readonly #standings = new Map<number, Standing>()
  readonly #underWay = new Set<UnderWay>()

  constructor(private readonly now: () => number = () => performance.now()) {}

  get taken(): number {
    return this.#underWay.size
  }

  /** A message to the endpoint begins; answers what is called when it has ended. */
  begin(endpoint: number): (ending: Ending) => void {
    const own = { endpoint, since: this.now(), isQuick: this.#answersWell(endpoint) }
    this.#underWay.add(own)
    return (ending) => {
      this.#underWay.delete(own)
      this.#note(own, ending)
    }
  }

  room(): Room {
    const all = most.all - this.#underWay.size
    const young = { quick: 0, other: 0 }
    const endpoints = new Map<number, { count: number; lasts: boolean }>()
    let lasting = 0
    for (const each of this.#underWay) {
      const lasts = this.#lasts(each)
      if (lasts) lasting += 1
      else young[each.isQuick ? 'quick' : 'other'] += 1
      const own = endpoints.get(each.endpoint)
      endpoints.set(each.endpoint, { count: (own?.count ?? 0) + 1, lasts: lasts || own?.lasts === true })
    }
    for (const id of this.#standings.keys()) if (!endpoints.has(id)) endpoints.set(id, { count: 0, lasts: false })
    return {
      quick: Math.max(0, Math.min(most.quick - young.quick, all)),
      other: Math.max(0, Math.min(most.other - young.other, most.lasting - lasting, all)),
      endpoints: [...endpoints].map(([id, { count, lasts }]) => ({
        id,
        room: Math.max(0, this.#mostOf(id) - count),
        isQuick: this.#answersWell(id) && !lasts,
      })),
    }
  }

  #lasts({ since }: UnderWay): boolean {
    return this.now() - since > lag
  }

  #answersWell(endpoint: number): boolean {
    const standing = this.#standings.get(endpoint)
    return standing?.isGood === true && !standing.isSlow && standing.failures === 0
  }

  #mostOf(endpoint: number): number {
    const standing = this.#standings.get(endpoint)
    if (standing && this.now() < standing.restsUntil) return 0
    return standing?.isGood && standing.failures === 0 ? most.endpoint : 1
  }

  #note({ endpoint, since }: UnderWay, ending: Ending): void {
    const now = this.now()
    const before = this.#standings.get(endpoint) ?? {
      ...{ isGood: false, isSlow: false, failures: 0, failedAt: Number.NEGATIVE_INFINITY, restsUntil: 0 },
    }
    const isSlow = now - since > lag
    if (ending !== 'failed') {
      const [isGood, restsUntil] = ending === 'cut' ? [false, now + restAfterCut] : [true, 0]
      this.#standings.set(endpoint, { ...before, isGood, isSlow, failures: 0, restsUntil })
      return
    }
    // What was under way together fails together: that is one failure.
    const failures = before.failures + (since >= before.failedAt ? 1 : 0)
    const pause = failures < rest.after ? 0 : Math.min(1_000 * 2 ** (failures - rest.after), rest.longest)
    this.#standings.set(endpoint, { ...before, isSlow, failures, failedAt: now, restsUntil: now + pause })
  }
}
