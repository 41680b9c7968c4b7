import { expect, onTestFinished, test, vi } from 'vitest'
import { log } from '@/infra/log'
import { startLoops } from '@/infra/loops'
import { thrown } from '@/trpc/file-route'
import { refusals } from './codes'
import { outcomeOf, refusingSite } from './refused'

const site = refusingSite()

test('a loop that the server refuses is tried again, and says which state it met, not a stack', async () => {
  const warned = vi.spyOn(log, 'warn')
  onTestFinished(() => warned.mockRestore())
  for (const refusal of refusals) {
    let runs = 0
    const ask = () =>
      site.database.sql('SELECT 1 AS one').finally(() => {
        runs += 1
      })
    const run = async () => {
      const loops = startLoops(
        () => site.database,
        [{ name: 'x', every: 10, run: async () => (await ask()).length === 0 }],
      )
      await expect.poll(() => runs).toBeGreaterThan(0)
      await loops.stop()
      return 'done'
    }
    expect(await site.refuse(refusal, 1, run), refusal.code).toBe('done')
  }
  expect(warned).not.toHaveBeenCalled()
})

test.each([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EROFS', 'full'],
  ['EMFILE', 'full'],
  ['EIO', 'damaged'],
])('a file that cannot be kept for %s is 503, and the page learns why', async (code, state) => {
  const error = Object.assign(new Error(`${code}: no, write`), { code, syscall: 'write' })
  const outcome = await outcomeOf(thrown(new Request('http://site/api/imports'), error))
  expect(outcome).toEqual({ status: 503, retryAfter: '5', state })
})
