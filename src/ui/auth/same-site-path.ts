/** Where to go after signing in: a path of this site, or the start. Never another site, however it is spelt. */
export function sameSitePath(next: string | undefined): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return '/'
  // Browsers drop tabs and newlines, so that `/\t/elsewhere` would lead away.
  return [...next].some((character) => character < ' ') ? '/' : next
}
