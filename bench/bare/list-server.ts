// The limit of a REST list: node:http and pg alone, asking what ours asks. Started by bench/kit/bare.ts.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { Pool } from 'pg'
import { listen } from './listen'

const [, , url = '', record = ''] = process.argv
const pool = new Pool({ connectionString: url, max: 10 })

const findKey = {
  name: 'key',
  text: `SELECT k.school_id FROM api_key k JOIN api_key_secret x ON x.key_id = k.id
    WHERE k.client_id = $1 AND x.hash = $2 AND k.revoked_at IS NULL`,
}
const readRows = {
  name: 'rows',
  text: `SELECT '[' || string_agg(t.json, ',') || ']' AS json FROM (SELECT ${record} AS json FROM person p
    WHERE p.school_id = $1 AND p.role = $2 AND p.deleted_at IS NULL ORDER BY p.id LIMIT $3 OFFSET $4) t`,
}
const countRows = {
  name: 'count',
  text: 'SELECT count(*)::int AS total FROM person p WHERE p.school_id = $1 AND p.role = $2 AND p.deleted_at IS NULL',
}

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://bare')
  const [, client, secret = ''] = /^Bearer mc_(\w+?)_(.+)$/.exec(request.headers.authorization ?? '') ?? []
  const key = await pool.query({ ...findKey, values: [client, createHash('sha256').update(secret).digest()] })
  const school = key.rows[0]?.school_id
  if (!school) {
    response.writeHead(401).end()
    return
  }
  const [role, size] = [searchParams.get('role'), Number(searchParams.get('$per-page'))]
  const [rows, count] = await Promise.all([
    pool.query({ ...readRows, values: [school, role, size, 0] }),
    pool.query({ ...countRows, values: [school, role] }),
  ])
  const json = rows.rows[0]?.json ?? '[]'
  response
    .writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(json),
      'X-Pagination-Total-Count': count.rows[0]?.total,
    })
    .end(json)
})
listen(server)
