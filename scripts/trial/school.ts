import { operatorOf, value } from '../../e2e/fixtures/database'
import { createAdmin } from '../../src/domain/accounts/commands'
import { createApiKey } from '../../src/domain/api-keys/commands'
import { createField } from '../../src/domain/fields/commands'
import { createSchool } from '../../src/domain/schools/commands'
import { openDb } from '../../src/infra/db'

/** A school of the trial, and what it takes to call for it. */
export type School = {
  id: number
  bearer: { authorization: string }
  /** An administrator, by the contract of accounts. */
  admin: { id: number; username: string; password: string }
  /** The id of the field that allows no repeats. */
  card: number
}

let count = 0

/** Makes a school with an administrator, a key of all rights and a field that allows no repeats. */
export async function makeSchool(databaseUrl: string): Promise<School> {
  const db = openDb(databaseUrl, 2)
  count += 1
  const [username, password] = [`trial${count}`, 'Calm-Maple-77-Stone']
  try {
    const { id } = value(await createSchool(db, { name: `第${count}中学` }))
    const actor = await operatorOf(db, id)
    value(await createAdmin(db, actor, { username, password }))
    const scopes = ['people:read', 'people:write', 'fields:read', 'fields:write', 'pii:read', 'accounts:write'] as const
    const key = value(await createApiKey(db, actor, { name: 'trial', scopes: [...scopes] }))
    const field = value(await createField(db, actor, { role: 1, name: 'card', label: '卡号', type: 1, unique: true }))
    const [account] = await db.sql<{ id: number }>('SELECT id FROM account WHERE school_id = $1', [id])
    return {
      id,
      bearer: { authorization: `Bearer ${key.api_key}` },
      admin: { id: account?.id ?? 0, username, password },
      card: field.id,
    }
  } finally {
    await db.end()
  }
}

/** Signs in as the page does, and answers the cookie; what fails is tried again. */
export async function signIn(url: string, { username, password }: School['admin']): Promise<string> {
  const asked = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = await asked.json()
  const cookies = asked.headers.getSetCookie().map((each) => each.split(';')[0])
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookies.join('; '), origin: url },
    body: new URLSearchParams({ csrfToken, username, password, json: 'true' }),
    redirect: 'manual',
  })
  const session = answer.headers.getSetCookie().find((each) => each.includes('session-token'))
  if (!session) throw new Error(`the sign-in was answered by ${answer.status}: ${await answer.text()}`)
  return session.split(';')[0] ?? ''
}
