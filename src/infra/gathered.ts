/**
 * Does once what is asked for by the same name in the same turn of the event loop: it begins when all of them have asked, so
 * that none is answered by what was looked up before they came.
 */
export function gathered<T>(): (name: string, work: () => Promise<T>) => Promise<T> {
  const gathering = new Map<string, Promise<T>>()
  return (name, work) => {
    const known = gathering.get(name)
    if (known) return known
    const begun = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      gathering.delete(name)
      return work()
    })
    gathering.set(name, begun)
    return begun
  }
}
