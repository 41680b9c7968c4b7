import { withClient } from './client'
import type { Sql } from './db'

/** The role that the web processes of an embedded server are: it owns nothing, and can only add to history. */
export const appRole = 'mingce_app'

/** What of the tables made by now the application may do. History, and what migrations were applied, it reads. */
const grants = `
  GRANT USAGE ON SCHEMA public TO ${appRole};
  GRANT ALL ON ALL TABLES IN SCHEMA public TO ${appRole};
  GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${appRole};
  REVOKE ALL ON change_set, change, _prisma_migrations FROM ${appRole};
  GRANT SELECT, INSERT ON change_set, change TO ${appRole};
  GRANT SELECT ON _prisma_migrations TO ${appRole}`

/** Whether the server has that role: one of the operator's own has not. */
export async function hasAppRole(sql: Sql): Promise<boolean> {
  return (await sql('SELECT 1 AS one FROM pg_roles WHERE rolname = $1', [appRole])).length > 0
}

/** Gives the application's role its rights on a migrated database, as the owner; a process that runs sees no gap. */
export async function grantToApp(ownerUrl: string): Promise<void> {
  // Two who grant at once would trip over the same rows of the catalogue.
  const text = `BEGIN; SELECT pg_advisory_xact_lock(7262046103); ${grants}; COMMIT`
  await withClient(ownerUrl, { name: 'grants' }, (client) => client.query(text))
}
