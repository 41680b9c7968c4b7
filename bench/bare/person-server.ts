// The limit of one person over REST: node:http and one statement of pg, after one for the key where a call shows it. Started
// by bench/kit/bare.ts.
import { createServer, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import { Pool, type QueryConfig } from 'pg'
import { keySql } from './key-sql'
import { listen } from './listen'
import { type NewPerson, personSql } from './person-sql'

const [, , url = '', record = '', school = ''] = process.argv
const pool = new Pool({ connectionString: url, max: 10 })
const statements = personSql(record, Number(school))

async function statementOf(request: IncomingMessage): Promise<QueryConfig> {
  const id = Number(request.url?.slice(1))
  if (request.method === 'GET') return statements.read(id)
  // What the bench sends is right.
  const body = (await json(request)) as NewPerson & { email: string }
  return request.method === 'POST' ? statements.create(body) : statements.patch(id, body)
}

listen(
  createServer(async (request, response) => {
    const { authorization } = request.headers
    if (authorization) {
      const key = await pool.query(keySql(authorization))
      if (!key.rows[0]) {
        response.writeHead(401).end()
        return
      }
    }
    const { rows } = await pool.query<{ json: string }>(await statementOf(request))
    const text = rows[0]?.json ?? ''
    response
      .writeHead(text ? 200 : 404, {
        'Content-Type': 'application/json; charset=utf-8',
        'Content-Length': Buffer.byteLength(text),
      })
      .end(text)
  }),
)
