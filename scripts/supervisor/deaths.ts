/** A process that answered for so long is healthy, in milliseconds: its next death is the first again. */
export const healthyAfter = 60_000
const longestPause = 30_000
/** How often a process of a site that was never ready is begun. */
const mostBeforeReady = 2

/** The ends in a row of one process place, and what follows from each. */
export class Deaths {
  #deaths = 0
  #replacements = 0

  /**
   * Counts a death that nobody asked for.
   * @param healthy for how long the process had answered, in milliseconds
   * @param everReady whether the site has answered since its start
   * @returns the pause before the next try, in milliseconds; undefined: the place is given up
   */
  count(healthy: number, everReady: boolean): number | undefined {
    this.#deaths = healthy >= healthyAfter ? 1 : this.#deaths + 1
    if (!everReady && this.#deaths > mostBeforeReady) return undefined
    return pauseAfter(this.#deaths)
  }

  /**
   * Counts a process that was replaced: no death, but what ails it may ail the next.
   * @param healthy as above
   * @returns the pause before the next, in milliseconds
   */
  countReplaced(healthy: number): number {
    this.#replacements = healthy >= healthyAfter ? 1 : this.#replacements + 1
    return pauseAfter(this.#replacements)
  }
}

const pauseAfter = (count: number): number => Math.min(250 * 2 ** count, longestPause)
