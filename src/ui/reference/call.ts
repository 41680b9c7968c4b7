import type { HttpRequest } from './request'

export type Outcome =
  | {
      kind: 'answered'
      status: number
      statusText: string
      headers: readonly (readonly [string, string])[]
      text: string
      /** Whether the answer goes on beyond what is shown. */
      isCut: boolean
      milliseconds: number
    }
  | { kind: 'failed'; reason: string }
  | { kind: 'stopped' }

/** In bytes; nobody reads further, and a browser that lays out a whole school stands still. */
const largest = 200 * 1024

/** Sends a request from the browser, without the cookies of whoever is signed in: the key alone says who is calling. */
export async function call(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
  const { method, url, credential, body } = request
  const begun = performance.now()
  try {
    const headers = new Headers(request.headers.map(({ name, value }): [string, string] => [name, value]))
    if (credential) headers.set(credential.name, credential.prefix + credential.secret)
    const response = await fetch(url, {
      method,
      headers,
      credentials: 'omit',
      cache: 'no-store',
      signal,
      ...(body && { body: body.text }),
    })
    const milliseconds = Math.round(performance.now() - begun)
    const { status, statusText } = response
    return {
      kind: 'answered',
      status,
      statusText,
      headers: [...response.headers],
      ...(await read(response)),
      milliseconds,
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' }
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

async function read(response: Response): Promise<{ text: string; isCut: boolean }> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
    size += value.byteLength
    if (size > largest) {
      await reader.cancel()
      return { text, isCut: true }
    }
  }
  return { text: pretty(text), isCut: false }
}

/** JSON with a key a line; any other text as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
