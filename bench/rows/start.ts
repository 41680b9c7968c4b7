import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startApp } from '../../e2e/fixtures/app'
import { findBinaries } from '../../src/infra/postgres-binaries'
import { ensureCluster } from '../../src/infra/postgres-cluster'
import { serverUser } from '../../src/infra/postgres-user'
import { load } from '../kit/load'
import type { Row } from '../kit/row'
import { signInCall } from '../kit/sign-in'
import { interleaved, median, ratioOf, timed } from '../kit/timing'

const run = promisify(execFile)

export const row: Row = {
  id: 'start',
  what: 'warm start to ready, with the embedded database; memory of a web process after load',
  limit: 'the start of node and initdb',
  goal: '≤ 3 s; ≤ 300 MB',
  async run(context) {
    const { pick } = context
    const app = await startApp()
    const times = await interleaved(pick(5, 1), {
      ours: async () => {
        await app.end()
        return timed(() => app.restart())
      },
      bare: () => timed(nodeAndInitdb),
    }).finally(() => app.stop())
    const seconds = (figures: number[]) => `${(median(figures) / 1000).toFixed(2)} s`
    const warm = { ours: seconds(times.ours), theirs: seconds(times.bare) }
    const memory = await context.app().then(async (loaded) => {
      const own = await context.school('10k')
      const options = { seconds: pick(5, 0.5) }
      const page = { accept: 'text/html', cookie: own.cookie }
      await load(loaded.url, { path: '/api/v1/reflections?role=1', headers: own.bearer }, options)
      // As many as look at a page at the same moment.
      await load(loaded.url, { path: '/students', headers: page }, { ...options, connections: 2 })
      await load(loaded.url, await signInCall(loaded.url, own), options)
      return loaded.memory()
    })
    return [
      { what: 'warm start to ready', figure: median(times.ours) / 1000, unit: 's', goal: { atMost: 3 }, ...warm },
      { what: 'warm start to ready', figure: ratioOf(times.ours, times.bare), unit: '×', ...warm },
      {
        what: 'memory of a web process after lists, pages and sign-ins',
        limit: '',
        figure: Math.max(...memory),
        unit: 'MB',
        goal: { atMost: 300 },
      },
    ]
  },
}

async function nodeAndInitdb(): Promise<void> {
  await run(process.execPath, ['--eval', ''])
  const folder = await mkdtemp(path.join(tmpdir(), 'mingce-initdb-'))
  const binaries = await findBinaries()
  const user = await serverUser([folder, path.dirname(binaries.postgres)])
  await ensureCluster(folder, 'a password', { binaries, user, durable: true })
  await rm(folder, { recursive: true, force: true })
}
