// `npm run -s mingce -- …`: gets ready what is missing, then runs the operator's command line, scripts/mingce.ts.
import { prepare } from './lib/prepare.mjs'
import { checkNode, Failure, fail, root } from './lib/project.mjs'
import { teller } from './lib/say.mjs'
import { runTypeScript } from './lib/typescript.mjs'

try {
  process.chdir(root)
  checkNode()
  // On stdout is only what the command answers.
  await prepare('generated', teller(process.stderr))
  const { env } = await runTypeScript('src/infra/env.ts')
  try {
    env()
  } catch (error) {
    throw new Failure(`mingce: ${error.message}`)
  }
  await runTypeScript('scripts/mingce.ts')
} catch (error) {
  fail(error)
}
