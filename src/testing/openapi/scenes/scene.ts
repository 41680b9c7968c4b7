import type { Body } from '../values'

/** Bodies that are fine by themselves and clash with what is there, and the status that must come of it. */
export type Conflict = [status: number, body: () => Body]

/** What the calls of an operation need to find. */
export type Scene = {
  /** Of a caller who may do everything here. */
  authorization: string
  /** Of one who may not, where it takes a right. */
  powerless: string
  /** Of one who may call once a minute. */
  hurried?: string
  /** Of the path; a record of its own for every call that may change it. */
  params(): Promise<Record<string, string>>
  /** A body made possible: names that are free, records that are there, rules between values. */
  suit(body: Body): Promise<Body>
  conflicts?: Conflict[]
  /** A query made possible. */
  suitQuery?(query: [string, string][]): Promise<[string, string][]>
  /** Queries that are fine by themselves, and the status that must come of them. */
  queryConflicts?: [status: number, query: [string, string][]][]
  /** Query parameters whose names only the school knows. */
  free?: [string, string][]
}

export const asIs = async (body: Body): Promise<Body> => body
export const nothing = async (): Promise<Record<string, string>> => ({})

/** Keys that the body has, with other values. */
export const replaced = (body: Body, others: Record<string, () => unknown>): Body => ({
  ...body,
  ...Object.fromEntries(Object.entries(others).flatMap(([key, value]) => (body[key] ? [[key, value()]] : []))),
})
