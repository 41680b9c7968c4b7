import { createHash } from 'node:crypto'
import type { QueryConfig } from 'pg'

/** The least that tells whose key stands in `Authorization`: one prepared statement. */
export function keySql(authorization = ''): QueryConfig {
  const [, client, secret = ''] = /^Bearer mc_(\w+?)_(.+)$/.exec(authorization) ?? []
  return {
    name: 'key',
    text: `SELECT k.school_id FROM api_key k JOIN api_key_secret x ON x.key_id = k.id
      WHERE k.client_id = $1 AND x.hash = $2 AND k.revoked_at IS NULL`,
    values: [client, createHash('sha256').update(secret).digest()],
  }
}
