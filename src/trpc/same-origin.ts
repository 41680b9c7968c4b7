/** Another site's page may not act with the visitor's cookie; browsers say which site a request comes from. */
export const isForeign = (request: Request): boolean =>
  !['same-origin', 'none', null].includes(request.headers.get('sec-fetch-site'))
