import { afterEach, expect, test } from 'vitest'
import { newTestDatabase } from '@/testing/database'
import { onServer } from '@/testing/database-server'
import { silentProxy } from '@/testing/silent-proxy'
import { ReadinessProbe } from './readiness'

const probes: ReadinessProbe[] = []
afterEach(() => Promise.all(probes.splice(0).map((probe) => probe.end())))
const probeOf = (url: string) => {
  const probe = new ReadinessProbe(() => url)
  probes.push(probe)
  return probe
}
const databaseOf = (url: string) => new URL(url).pathname.slice(1)

test('readiness: a database that can be written to is ready, and nothing of the look stays', async () => {
  const url = await newTestDatabase()
  const probe = probeOf(url)
  expect(await probe.check()).toBe('ready')
  await onServer(url, async (client) => {
    expect((await client.query('SELECT count(*)::int AS n FROM throttle')).rows).toEqual([{ n: 0 }])
  })
})

test('readiness: many who ask at once are answered by one look', async () => {
  const probe = probeOf(await newTestDatabase())
  const answers = Array.from({ length: 50 }, () => probe.check())
  expect(new Set(answers).size).toBe(1)
  expect(await answers[0]).toBe('ready')
})

test.each([
  ['read_only', (name: string) => `ALTER DATABASE ${name} SET default_transaction_read_only = on`],
  ['migrations_pending', () => 'DELETE FROM _prisma_migrations WHERE migration_name LIKE $$%at_scale$$'],
  ['no_rights', () => 'REVOKE INSERT ON throttle FROM CURRENT_USER'],
  ['broken', () => 'DROP TABLE throttle'],
] as const)('readiness: %s is told apart', async (answer, change) => {
  const url = await newTestDatabase()
  await onServer(url, (client) => client.query(change(databaseOf(url))))
  expect(await probeOf(url).check()).toBe(answer)
})

test('readiness: a connection that goes silent is away, and well again once the network is', async () => {
  const url = await newTestDatabase()
  const proxy = await silentProxy(url)
  try {
    const probe = probeOf(proxy.url)
    expect(await probe.check()).toBe('ready')
    proxy.silence('all')
    const next = async () => {
      // A look answers for a second.
      for (const until = Date.now() + 1_100; Date.now() < until; )
        await onServer(url, (client) => client.query('SELECT 1'))
      return probe.check()
    }
    expect(await next()).toBe('away')
    proxy.mend()
    expect(await next()).toBe('ready')
  } finally {
    await proxy.close()
  }
})
