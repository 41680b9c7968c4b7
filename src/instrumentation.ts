import type { Instrumentation } from 'next'
import { notePageFailure } from './infra/page-failure'

/** Next tells here what went wrong while it drew a page; the server answers by it: see `src/server/page-guard.ts`. */
export const onRequestError: Instrumentation.onRequestError = (error, { headers }) => {
  const id = headers['x-page']
  if (typeof id === 'string') notePageFailure(id, error)
}
