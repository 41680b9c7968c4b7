import { personCreate } from '@/domain/people/schema'

const builtIn = new Set(Object.keys(personCreate.shape).filter((key) => key !== 'values'))
/** Ours to give: accepted and ignored, so that what was read can be sent back. */
const given = new Set(['id', 'created_at', 'updated_at'])

const kept = (body: object) => Object.entries(body).filter(([key]) => !given.has(key))

/** The contract has extension values beside the built-in keys; the domain has them apart. */
export function toPerson(body: object): object {
  const entries = kept(body)
  const own = entries.filter(([key]) => builtIn.has(key))
  const values = entries.filter(([key]) => !builtIn.has(key))
  return { ...Object.fromEntries(own), values: Object.fromEntries(values) }
}

export const toField = (body: object): object => Object.fromEntries(kept(body))
