// The limit of a sign-in: node:http, two statements of pg and argon2id. Started by bench/kit/bare.ts.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { Pool } from 'pg'
import { listen } from './listen'

const [, , url = ''] = process.argv
const pool = new Pool({ connectionString: url, max: 10 })
const twoAtOnce = pLimit(2)

const find = { name: 'find', text: 'SELECT id, password_hash FROM account WHERE username = $1' }
const open = {
  name: 'open',
  text: `WITH seen AS (UPDATE account SET last_login_at = now() WHERE id = $1)
    INSERT INTO session (id, account_id, expires_at, user_agent, address)
    VALUES ($2, $1, now() + interval '7 days', '', '')`,
}

listen(
  createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    const { rows } = await pool.query({ ...find, values: [form.get('username')] })
    const { id, password_hash: hash } = rows[0]
    const matches = await twoAtOnce(() => verify(hash, form.get('password') ?? ''))
    const session = randomUUID()
    if (matches) await pool.query({ ...open, values: [id, session] })
    response.writeHead(matches ? 200 : 401, { 'Set-Cookie': `session=${session}; HttpOnly` }).end()
  }),
)
