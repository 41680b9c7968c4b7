import { problemResponse } from './reflections/errors'

const noRoute = (): Response => problemResponse({ kind: 'no_route' })

export { noRoute as DELETE, noRoute as GET, noRoute as PATCH, noRoute as POST, noRoute as PUT }
