/**
 * What a request asked for to the letter, as our own server saw it (`src/server/headers.ts`). Next tells server
 * components nothing of the page they are on, and drops a parameter called `__proto__` on its way to a handler.
 */
export function requestTarget(headers: Headers, otherwise = 'http://site/'): URL {
  const target = headers.get('x-request-target')
  const asked = target?.startsWith('/') ? `http://site${target}` : otherwise
  return new URL(URL.canParse(asked) ? asked : otherwise)
}
