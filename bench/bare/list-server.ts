// The limit of a REST list: node:http and pg alone, asking what ours asks. Started by bench/kit/bare.ts.
import { createServer } from 'node:http'
import { Pool } from 'pg'
import { keySql } from './key-sql'
import { listen } from './listen'

const [, , url = '', record = ''] = process.argv
const pool = new Pool({ connectionString: url, max: 10 })

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
  const key = await pool.query(keySql(request.headers.authorization))
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
