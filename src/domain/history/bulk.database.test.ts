import { expect, test } from 'vitest'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'

test.each(['create', 'delete'])(
  'a connection that wrote one change writes many (%s) as fast as one that knows better',
  async (action) => {
    await onServer(await newTestDatabase(), async (client) => {
      const timed = async (statement: string) => {
        const start = performance.now()
        await client.query(statement)
        return performance.now() - start
      }
      const insert = 'INSERT INTO change (change_set_id, school_id, noun, noun_id, action)'
      await client.query(
        `INSERT INTO school (name) VALUES ('x'); INSERT INTO change_set (school_id, via) VALUES (1, 'page')`,
      )
      await client.query(`${insert} VALUES (1, 1, 'person', 0, '${action}')`)
      await client.query(
        `INSERT INTO person (school_id, role, usin, name, sort_name, search_text) SELECT 1, 1, n::text, 'x', 'x', '' FROM generate_series(1, 5000) AS n`,
      )
      const many = `${insert} SELECT 1, 1, 'person', id, '${action}' FROM person`
      const spent = await timed(many)
      await client.query('DISCARD PLANS')
      const limit = await timed(many)
      // A plan for one row looks at each change for each person: fifty times as long.
      expect(spent / limit).toBeLessThan(8)
    })
  },
)
