/** Why a page could not be drawn, by the id that the server gave its request. */
type Failures = Map<string, { error: unknown }>

// The web server and Next's bundle each have this module, in one process.
const held = globalThis as { mingcePageFailures?: Failures }
held.mingcePageFailures ??= new Map()
const failures = held.mingcePageFailures

/** Waits for what goes wrong with a page; `end` forgets it. */
export function watchPage(id: string): { failure(): { error: unknown } | undefined; end(): void } {
  const watched: { error: unknown } = { error: undefined }
  failures.set(id, watched)
  return { failure: () => (watched.error === undefined ? undefined : watched), end: () => void failures.delete(id) }
}

/** Notes what went wrong; the first error is the one worth telling. Answers whether somebody waits for it. */
export function notePageFailure(id: string, error: unknown): boolean {
  const watched = failures.get(id)
  if (watched && watched.error === undefined) watched.error = error
  return watched !== undefined
}
