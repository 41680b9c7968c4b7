import type { QueryConfig } from 'pg'

export type NewPerson = { usin: string; name: string; sort_name: string; search_text: string }

/** The least that reads, makes and changes one person: one prepared statement each, without a key and without history. */
export const personSql = (record: string, school: number) => ({
  read: (id: number): QueryConfig => ({
    name: 'read',
    text: `SELECT ${record} AS json FROM person p WHERE p.id = $1 AND p.school_id = $2 AND p.deleted_at IS NULL`,
    values: [id, school],
  }),
  create: ({ usin, name, sort_name, search_text }: NewPerson): QueryConfig => ({
    name: 'create',
    text: `INSERT INTO person AS p (school_id, role, usin, name, gender, graduates_in, sort_name, search_text)
      VALUES ($1, 1, $2, $3, 'f', 2027, $4, $5) RETURNING ${record} AS json`,
    values: [school, usin, name, sort_name, search_text],
  }),
  patch: (id: number, { email }: { email: string }): QueryConfig => ({
    name: 'patch',
    text: `UPDATE person p SET email = $3, version = version + 1, updated_at = now()
      WHERE p.id = $1 AND p.school_id = $2 AND p.deleted_at IS NULL RETURNING ${record} AS json`,
    values: [id, school, email],
  }),
})
