import { existsSync, readdirSync } from 'node:fs'
import { findChromium, installChromium } from '../lib/chromium.mjs'
import { prepare } from '../lib/prepare.mjs'
import { inRoot, packageFile } from '../lib/project.mjs'
import { runNode } from '../lib/run.mjs'
import { freePort, scratchDir, startSupervisor, untilReady } from './app.mjs'
import { arrows, benchSmoke, nodeTests, oneCheck, playwright, trialSmoke, vitest, whole } from './checks.mjs'

/** Black-box checks of the contracts, kept beside the project. */
const conformance = ['../shared/conformance/excourse.test.mjs', '../shared/conformance/reflections.test.mjs']

const skipped = (why) => ({ passed: 0, failed: 0, skipped: why })
const sum = (results) => ({
  passed: results.reduce((count, each) => count + each.passed, 0),
  failed: results.reduce((count, each) => count + each.failed, 0),
  output: results
    .filter((each) => each.failed > 0)
    .map((each) => each.output)
    .join('\n'),
  names: results.flatMap((each) => each.names ?? []),
})

/** In their order; each does what it needs and no more, so that it can be run alone. */
export const stages = {
  lint: () => oneCheck([packageFile('@biomejs/biome', 'bin/biome'), 'check']),

  async types() {
    // Next writes the types of its pages, and of images and styles.
    const written = await runNode([packageFile('next', 'dist/bin/next'), 'typegen'])
    return written.code === 0 ? oneCheck([packageFile('@typescript/native', 'bin/tsc'), '--noEmit']) : whole(written)
  },

  async architecture() {
    const cruiser = await arrows(packageFile('dependency-cruiser', 'bin/dependency-cruise.mjs'))
    return sum([cruiser, await oneCheck([packageFile('knip', 'bin/knip.js')])])
  },

  unit: () => vitest(packageFile('vitest', 'vitest.mjs'), 'unit'),
  database: () => vitest(packageFile('vitest', 'vitest.mjs'), 'database'),

  async build(say) {
    await prepare('built', say)
    return { passed: 1, failed: 0 }
  },

  async running(say) {
    await prepare('built', say)
    return nodeTests(['lock', 'running', 'away', 'signals', 'full-disk'].map((name) => `scripts/test/${name}.test.mjs`))
  },

  async trial(say) {
    if (process.platform !== 'linux') return skipped('the trial needs Linux')
    await prepare('built', say)
    return trialSmoke(inRoot('scripts/trial.mjs'))
  },

  async bench(say) {
    await prepare('built', say)
    return benchSmoke(inRoot('scripts/bench.mjs'))
  },

  async contracts(say) {
    const files = conformance.map((file) => inRoot(file)).filter((file) => existsSync(file))
    if (files.length === 0) return skipped('the conformance checks are not beside the project')
    await prepare('built', say)
    const data = scratchDir()
    const port = await freePort()
    const app = startSupervisor({ PORT: String(port), MINGCE_DATA_DIR: data.dir })
    try {
      const url = `http://127.0.0.1:${port}`
      await untilReady(url, app)
      return await nodeTests(files, { MINGCE_URL: url, MINGCE_DATA_DIR: data.dir, MINGCE_PROJECT: inRoot() })
    } finally {
      app.signal('SIGTERM')
      await app.ended
      data.remove()
    }
  },

  async browser(say) {
    if (!hasSpecs()) return skipped('there are no browser tests yet')
    await prepare('built', say)
    const chromium = (await findChromium()) ?? (await say.step('安装浏览器 installing a browser', installChromium))
    return playwright(packageFile('@playwright/test', 'cli.js'), chromium)
  },
}

const hasSpecs = () => readdirSync(inRoot('e2e'), { recursive: true }).some((name) => /\.(spec|test)\.ts$/.test(name))
