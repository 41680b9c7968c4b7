import type { ServerState } from '@/infra/sql-error'
import type { Refusal } from '../refusing-proxy'

/** Every kind of state, as the server says it: some codes end the connection. */
const told: Record<ServerState, { fatal: string[]; error: string[] }> = {
  away: { fatal: ['08006', '08P01', '57P01', '57P02', '57P03', '57P05', '3D000'], error: ['08000', '08003'] },
  full: { fatal: ['53300'], error: ['53000', '53100', '53200', '53400', '58000', '58030'] },
  busy: {
    fatal: ['25P03', '25P04', '28P01', '28000'],
    error: ['25006', '40001', '40P01', '55P03', '57014'],
  },
  damaged: { fatal: [], error: ['XX001', 'XX002', '58P01'] },
}

const isState = (key: string): key is ServerState => Object.hasOwn(told, key)

export const refusals: (Refusal & { state: ServerState })[] = Object.keys(told)
  .filter(isState)
  .flatMap((state) => [
    ...told[state].fatal.map((code) => ({ state, code, isFatal: true })),
    ...told[state].error.map((code) => ({ state, code, isFatal: false })),
  ])
