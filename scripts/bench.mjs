// `npm run bench`: gets ready what is missing, then measures; `npm run bench -- rest-list` some rows. See docs/performance.md.
import { prepare } from './lib/prepare.mjs'
import { checkNode, fail, root } from './lib/project.mjs'
import { teller } from './lib/say.mjs'
import { runTypeScript } from './lib/typescript.mjs'

try {
  process.chdir(root)
  checkNode()
  await prepare('built', teller(process.stdout))
  await runTypeScript('bench/run.ts')
} catch (error) {
  fail(error)
}
