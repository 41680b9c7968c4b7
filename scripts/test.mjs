// `npm test`: installs what is missing, then checks everything; `node scripts/test.mjs lint unit …` runs some stages.
import { findChromium, installChromium } from './lib/chromium.mjs'
import { prepare } from './lib/prepare.mjs'
import { checkNode, Failure, fail, root } from './lib/project.mjs'
import { teller } from './lib/say.mjs'
import { stages } from './test/stages.mjs'

const say = teller(process.stdout)
const asked = process.argv.slice(2)
const names = asked.length > 0 ? asked : Object.keys(stages)

/** A stage that breaks has failed; the later ones run all the same. */
async function runStage(name) {
  try {
    return await stages[name](say)
  } catch (error) {
    const output = error instanceof Failure ? `${error.output}\n${error.message}` : String(error?.stack ?? error)
    return { passed: 0, failed: 1, output }
  }
}

try {
  process.chdir(root)
  checkNode()
  const unknown = names.filter((name) => !Object.hasOwn(stages, name))
  if (unknown.length > 0)
    throw new Failure(`no such stage: ${unknown.join(', ')}; there are ${Object.keys(stages).join(', ')}`)
  await prepare('generated', say)
  if (asked.length === 0 && !(await findChromium())) {
    // Without one only the browser stage fails, and says so.
    await say.step('安装浏览器 installing a browser', installChromium).catch(() => {})
  }

  let [passed, failed] = [0, 0]
  const failing = []
  for (const name of names) {
    const start = Date.now()
    const result = await runStage(name)
    passed += result.passed
    failed += result.failed
    if (result.failed > 0) process.stdout.write(`${result.output?.trimEnd()}\n`)
    const outcome = result.skipped ? `skipped: ${result.skipped}` : `${result.passed} passed, ${result.failed} failed`
    if (result.failed > 0)
      failing.push(...(result.names?.length ? result.names : ['the whole stage']).map((each) => `${name}: ${each}`))
    say.line(`${result.failed > 0 ? '✗' : '✓'} ${name}: ${outcome} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  }
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
  // Once more at the end, where whoever reads only the last lines finds them.
  for (const each of failing) say.line(`✗ ${each}`)
  say.line(`${passed} passed, ${failed} failed`)
} catch (error) {
  fail(error)
}
