/** Who asks for a slot. */
export type Place = {
  /** Names the place; unique within the queue. */
  id: string
  /** Parties take turns: a client network, an account, an API key. */
  turn: string
  /** Places of one lane share `perLane` slots: an account, say. */
  lane: string
}

export type QueueLimits = {
  /** How many places hold a slot at once. */
  slots: number
  /** How many slots the places of one lane hold at once. */
  perLane: number
  /** How many places of one turn may wait. */
  waitingPerTurn: number
  /** How many places may wait in all. */
  waiting: number
}

/**
 * Gives out slots in fair turns: a free slot goes to the party that was served longest ago, and within the party to the
 * place that came first. Pure: no clock, no timers. Who waits too long is taken out by `leave`.
 */
export class FairQueue {
  readonly #running = new Map<string, Place>()
  readonly #busy = new Map<string, number>()
  /** Waiting places by party; the party whose turn it is stands first. */
  readonly #parties = new Map<string, Map<string, Place>>()
  readonly #waiting = new Map<string, Place>()

  constructor(private readonly limits: QueueLimits) {}

  get waiting(): number {
    return this.#waiting.size
  }

  get running(): number {
    return this.#running.size
  }

  /** Asks for a slot. `full`: neither a slot nor room to wait; nothing is kept. */
  enter(place: Place): 'started' | 'waiting' | 'full' {
    const party = this.#parties.get(place.turn)
    const { slots, waiting, waitingPerTurn } = this.limits
    // Whoever waits while a slot is free waits for their lane: nobody is overtaken here.
    if (this.#running.size < slots && this.#hasRoom(place.lane)) {
      this.#start(place)
      return 'started'
    }
    if (this.#waiting.size >= waiting || (party?.size ?? 0) >= waitingPerTurn) return 'full'
    if (party) party.set(place.id, place)
    else this.#parties.set(place.turn, new Map([[place.id, place]]))
    this.#waiting.set(place.id, place)
    return 'waiting'
  }

  /** Gives the slot back, or leaves the queue. Returns the places that have a slot from now on. An unknown id is no error. */
  leave(id: string): Place[] {
    const place = this.#running.get(id)
    if (!place) {
      this.#stopWaiting(this.#waiting.get(id))
      return []
    }
    this.#running.delete(id)
    const busy = (this.#busy.get(place.lane) ?? 1) - 1
    if (busy === 0) this.#busy.delete(place.lane)
    else this.#busy.set(place.lane, busy)
    return this.#fill()
  }

  #hasRoom(lane: string): boolean {
    return (this.#busy.get(lane) ?? 0) < this.limits.perLane
  }

  #start(place: Place): void {
    this.#running.set(place.id, place)
    this.#busy.set(place.lane, (this.#busy.get(place.lane) ?? 0) + 1)
  }

  #stopWaiting(place: Place | undefined): void {
    const party = place && this.#parties.get(place.turn)
    if (!place || !party) return
    this.#waiting.delete(place.id)
    party.delete(place.id)
    if (party.size === 0) this.#parties.delete(place.turn)
  }

  #fill(): Place[] {
    const started: Place[] = []
    while (this.#running.size < this.limits.slots) {
      const next = this.#next()
      if (!next) break
      this.#start(next)
      started.push(next)
    }
    return started
  }

  #next(): Place | undefined {
    for (const [turn, party] of this.#parties) {
      for (const place of party.values()) {
        if (!this.#hasRoom(place.lane)) continue
        this.#stopWaiting(place)
        // Its party goes behind all others.
        this.#parties.delete(turn)
        if (party.size > 0) this.#parties.set(turn, party)
        return place
      }
    }
    return undefined
  }
}
