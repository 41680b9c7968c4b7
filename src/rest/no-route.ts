import { finish } from './call-count'
import { problemResponse } from './reflections/errors'

const noRoute = (request: Request): Promise<Response> => finish(request, problemResponse({ kind: 'no_route' }))

export { noRoute as DELETE, noRoute as GET, noRoute as PATCH, noRoute as POST, noRoute as PUT }
