/**
 * The client's address as our own server wrote it into `x-client-address`; whatever a caller sends under that name is
 * replaced there (`src/server/headers.ts`).
 */
export function addressOf(headers: Headers | Record<string, string | string[] | undefined>): string {
  const value = headers instanceof Headers ? headers.get('x-client-address') : headers['x-client-address']
  return typeof value === 'string' ? value : ''
}
