/** How long the work takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The value below which the given share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/**
 * Runs each side once in every round, in turn, so that what else the machine does befalls them all; the first round only
 * warms up. Answers what each side measured, round by round.
 */
export async function interleaved<Side extends string, Figure>(
  rounds: number,
  sides: Record<Side, () => Promise<Figure>>,
): Promise<Record<Side, Figure[]>> {
  const names: Side[] = Object.keys(sides) as Side[]
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Side, Figure[]>
  for (let round = 0; round <= rounds; round++) {
    // The one that goes first changes, since what ran before leaves its traces.
    const turn = round % names.length
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const figure = await sides[name]()
      if (round > 0) figures[name].push(figure)
    }
  }
  return figures
}

/** The median of the ratios of the rounds. */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((figure, round) => figure / (theirs[round] ?? Number.NaN)))
