const last = new Map<string, Promise<void>>()

/** Whether work of that name is under way, or waits. */
export const isInTurn = (name: string): boolean => last.has(name)

/** Does work of the same name one after another, within this process; work of other names goes on meanwhile. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const mine = (last.get(name) ?? Promise.resolve()).then(work)
  const ended = mine.then(
    () => {},
    () => {},
  )
  last.set(name, ended)
  try {
    return await mine
  } finally {
    if (last.get(name) === ended) last.delete(name)
  }
}
