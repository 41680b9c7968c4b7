const year = 365 * 24 * 3600

/**
 * Keeps a value in the browser for a year, where the server finds it too; undefined forgets it.
 * @param cookie the whole name, as the server reads it
 */
export function writeCookie(cookie: string, value: string | undefined) {
  const attributes = `path=/; max-age=${value === undefined ? 0 : year}; samesite=lax`
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser schools have
  document.cookie = `${cookie}=${value ?? ''}; ${attributes}${cookie.startsWith('__Host-') ? '; secure' : ''}`
}
