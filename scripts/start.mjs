// `npm start`: installs what is missing, builds what is stale, then serves. With --dev, serves the sources themselves.

import { isBuilt } from './lib/build.mjs'
import { runBundled } from './lib/bundle.mjs'
import { underNpm } from './lib/environment.mjs'
import { prepare } from './lib/prepare.mjs'
import { checkNode, fail, root } from './lib/project.mjs'
import { teller } from './lib/say.mjs'
import { runTypeScript } from './lib/typescript.mjs'

const dev = process.argv.includes('--dev')
const say = teller(process.stdout)

try {
  process.chdir(root)
  checkNode({ files: 128 })
  await prepare('generated', say)
  // What is wrong is said before a minute is spent on building.
  const { checkedSettings, explain } = await (isBuilt()
    ? runBundled('checks')
    : runTypeScript('scripts/supervisor/checks.ts'))
  const settings = await checkedSettings().catch((error) => {
    process.stderr.write(`${explain(error)}\n`)
    process.exit(1)
  })
  if (!dev) await prepare('built', say)
  const { serve } = await (dev ? runTypeScript('scripts/supervisor/supervise.ts') : runBundled('supervise'))
  await serve(settings, { dev, withParent: underNpm })
} catch (error) {
  fail(error)
}
