/** The address a caller used, as far as it can be known behind a proxy. */
export function addressUsed(request: Pick<Request, 'headers'>, url: URL): string {
  const host = request.headers.get('host') ?? url.host
  const forwarded = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
  return `${forwarded === 'https' ? 'https' : 'http'}://${host}${url.pathname}`
}
