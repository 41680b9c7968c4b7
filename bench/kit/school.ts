import { encode } from 'next-auth/jwt'
import { operatorOf, value } from '../../e2e/fixtures/database'
import { sessionCookie } from '../../src/auth/cookies'
import { createAdmin } from '../../src/domain/accounts/commands'
import { signIn } from '../../src/domain/accounts/sessions'
import type { Actor } from '../../src/domain/actor'
import { createApiKey } from '../../src/domain/api-keys/commands'
import { createField } from '../../src/domain/fields/commands'
import { fieldTypes } from '../../src/domain/fields/schema'
import { createSchool } from '../../src/domain/schools/commands'
import type { RootDb } from '../../src/infra/db'
import { env } from '../../src/infra/env'

/** A school of the bench, with what it takes to call for it. */
export type School = {
  id: number
  /** How many people it has: four fifths of them students. */
  people: number
  /** Of all scopes. */
  apiKey: string
  /** The `Authorization` of a REST call. */
  bearer: { authorization: string }
  /** An administrator, and the cookie of one who has signed in. */
  username: string
  password: string
  cookie: string
  /** The operator as an actor of the school. */
  actor: Actor
  /** Of students, by name; `class_name` and `boarding` are choices, `address` is text. */
  fields: Record<'class_name' | 'boarding' | 'address', number>
}

export const classNames = Array.from({ length: 30 }, (_, n) => `高${'一二三'[n % 3]}(${Math.floor(n / 3) + 1})班`)
export const boarding = ['走读', '住校']

let count = 0

/** A school without people. */
export async function newSchool(db: RootDb): Promise<School> {
  count += 1
  const { id } = value(await createSchool(db, { name: `第${count}中学` }))
  const actor = await operatorOf(db, id)
  const [username, password] = [`bench${count}`, 'Calm-Maple-77-Stone']
  value(await createAdmin(db, actor, { username, password }))
  const session = value(await signIn(db, { username, password, userAgent: 'bench', address: '127.0.0.1' }))
  const { api_key: apiKey } = value(await createApiKey(db, actor, { name: 'bench' }))
  const field = async (name: string, label: string, options: string[]) =>
    value(
      await createField(db, actor, {
        role: 1,
        name,
        label,
        type: options.length > 0 ? fieldTypes.choice : fieldTypes.text,
        options,
      }),
    ).id
  return {
    id,
    people: 0,
    apiKey,
    bearer: { authorization: `Bearer ${apiKey}` },
    username,
    password,
    cookie: `${sessionCookie()}=${await encode({ token: { sessionId: session?.sessionId }, secret: env().authSecret ?? '' })}`,
    actor,
    fields: {
      class_name: await field('class_name', '班级', classNames),
      boarding: await field('boarding', '住宿方式', boarding),
      address: await field('address', '家庭住址', []),
    },
  }
}
