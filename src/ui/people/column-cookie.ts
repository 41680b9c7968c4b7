import type { Kind } from './kind'

/** Which columns a browser shows: in a cookie, so that the server draws them at once. By https its name says more. */
export const columnCookie = (kind: Kind) => `columns-${kind}`

export const readColumns = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : text.split('.').filter((id) => /^\w{1,80}$/.test(id))

/** `cookie`: the whole name, as the server reads it. */
export function rememberColumns(cookie: string, columns: readonly string[] | undefined) {
  const value = columns?.join('.') ?? ''
  const age = columns ? 365 * 24 * 3600 : 0
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser schools have
  document.cookie = `${cookie}=${value}; path=/; max-age=${age}; samesite=lax${cookie.startsWith('__Host-') ? '; secure' : ''}`
}
