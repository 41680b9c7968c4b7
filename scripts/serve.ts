// The supervisor alone, for a checkout that is installed and built: `node --import tsx scripts/serve.ts [--dev]`.
import { checkedSettings, explain } from './supervisor/checks'
import { serve } from './supervisor/supervise'

try {
  await serve(await checkedSettings(), { dev: process.argv.includes('--dev'), withParent: false })
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}
