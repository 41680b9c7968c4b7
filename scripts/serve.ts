// The supervisor alone, for a checkout that is installed and built: `node .next/processes/serve.mjs`.
import { checkedSettings, explain } from './supervisor/checks'
import { serve } from './supervisor/supervise'

try {
  await serve(await checkedSettings(), { dev: false, withParent: false })
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}
