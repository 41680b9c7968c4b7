/** A process that answered for so long is healthy, in milliseconds: its next death is the first again. */
export const healthyAfter = 60_000
const longestPause = 30_000
/** How often a process of a site that was never ready is begun. */
const mostBeforeReady = 2

/** The deaths in a row of one process place, and what follows from each. */
export class Deaths {
  #count = 0

  /**
   * Counts a death that nobody asked for.
   * @param healthy for how long the process had answered, in milliseconds
   * @param everReady whether the site has answered since its start
   * @returns the pause before the next try, in milliseconds; undefined: the place is given up
   */
  count(healthy: number, everReady: boolean): number | undefined {
    this.#count = healthy >= healthyAfter ? 1 : this.#count + 1
    if (!everReady && this.#count > mostBeforeReady) return undefined
    return Math.min(250 * 2 ** this.#count, longestPause)
  }
}
