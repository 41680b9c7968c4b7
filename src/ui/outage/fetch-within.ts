type How = { signal?: AbortSignal | null }

/**
 * A `fetch` that gives up what is not answered within so many milliseconds: the way to the site went silent. By hand, for
 * browsers that do not know `AbortSignal.any` yet.
 */
export const fetchWithin =
  (patience: number) =>
  async (asked: RequestInfo | URL | string, how: RequestInit & How = {}): Promise<Response> => {
    const { signal: given } = how
    const left = new AbortController()
    const leave = () => left.abort(given?.reason)
    const timer = setTimeout(() => left.abort(new DOMException('no answer in time', 'TimeoutError')), patience)
    if (given?.aborted) leave()
    given?.addEventListener('abort', leave, { once: true })
    try {
      return await fetch(asked, { ...how, signal: left.signal })
    } finally {
      clearTimeout(timer)
    }
  }
