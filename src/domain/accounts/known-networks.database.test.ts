import { expect, test } from 'vitest'
import { newSchool, testDb, unique } from '@/testing/factories'
import { housekeeping } from '../housekeeping'

test('an account keeps its hundred latest networks of ninety days', async () => {
  const { id: schoolId } = await newSchool()
  const { id } = await testDb.prisma.account.create({ data: { schoolId, username: unique('u') } })
  await testDb.sql(
    `INSERT INTO account_network (account_id, network, last_at) SELECT $1::int, sha256(i::text::bytea), now() - make_interval(hours => i)
     FROM generate_series(1, 120) i UNION ALL SELECT $1::int, 'old', now() - interval '91 days'`,
    [id],
  )
  await housekeeping.run(testDb, new AbortController().signal)
  const [row] = await testDb.sql<{ count: number; hours: number }>(
    `SELECT count(*)::int AS count, round(extract(epoch FROM now() - min(last_at)) / 3600)::int AS hours FROM account_network WHERE account_id = $1`,
    [id],
  )
  expect(row).toEqual({ count: 100, hours: 100 })
})
