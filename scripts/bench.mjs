// `npm run bench`: gets ready what is missing, then measures; `npm run bench -- rest-list` some rows. See docs/performance.md.
import { spawn } from 'node:child_process'
import { findChromium } from './lib/chromium.mjs'
import { withEnvironment } from './lib/environment.mjs'
import { prepare } from './lib/prepare.mjs'
import { checkNode, fail, root } from './lib/project.mjs'
import { teller } from './lib/say.mjs'
import { scratchDir } from './test/app.mjs'

try {
  process.chdir(root)
  checkNode()
  await prepare('built', teller(process.stdout))
  const data = scratchDir()
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/run.ts', ...process.argv.slice(2)], {
    env: withEnvironment({
      MINGCE_DATA_DIR: data.dir,
      DATABASE_URL: '',
      AUTH_SECRET: 'the secret of the bench alone, and long enough',
      MINGCE_CHROMIUM: (await findChromium()) ?? '',
      LOG_LEVEL: 'warn',
    }),
    stdio: 'inherit',
  })
  // Ctrl-C reaches the bench by itself: it stops what it started, and this waits for that.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.once('error', fail)
  child.once('close', (code) => {
    data.remove()
    process.exit(code ?? 1)
  })
} catch (error) {
  fail(error)
}
