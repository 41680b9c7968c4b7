// `npm run trial [-- part …] [-- --seed N] [-- --minutes M]`, `npm run trial -- smoke`: see docs/reliability.md.
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { seeded } from '../../src/domain/demo/names'
import { disk } from './disk'
import { kills } from './kills'
import { line } from './line'
import { isPart, type Line, type Part } from './promises'
import { tableText } from './report'
import { signals } from './signals'
import { measureSlack } from './slack'
import { soak } from './soak'
import type { Trial } from './trial'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // What the kills and the faults of the line depend on; another each time unless it is given.
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    // How long kills go on, or a soak.
    minutes: { type: 'string' },
    // Where to write the lines of the table as JSON.
    report: { type: 'string' },
  },
})

const parts: Record<Part, (trial: Trial) => Promise<Line[]>> = { kills, line, disk, signals, soak }
const say = (text: string) => process.stdout.write(`${text}\n`)
const isSmoke = positionals.includes('smoke')
const asked = positionals.filter((word) => word !== 'smoke')
const unknown = asked.filter((word) => !isPart(word))
if (unknown.length > 0) {
  say(`no such part: ${unknown.join(', ')}; there are smoke, ${Object.keys(parts).join(', ')}`)
  process.exit(1)
}
const wanted = asked.length > 0 ? asked.filter(isPart) : (['kills', 'line', 'disk', 'signals'] as const)

/** What a part made is gone at its end, however it ends. */
const ends: (() => Promise<void>)[] = []
const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end().catch((error: unknown) => say(`  ${error}`))
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void endAll().finally(() => process.exit(130)))
// A site that is left running would hold its port and its disk.
process.once('uncaughtException', (error) => {
  say(`the trial broke: ${error.stack}`)
  void endAll().finally(() => process.exit(1))
})

say(`seed ${values.seed}`)
let slack = 1
const lines: Line[] = []
const broken: { part: Part; error: string }[] = []
for (const part of wanted) {
  const began = Date.now()
  // Looked at before each part: others may have begun to work meanwhile.
  slack = Math.max(slack, await measureSlack())
  const stretched = slack > 1 ? `: this machine is slow or busy, limits are ${slack.toFixed(1)} times as long` : ''
  say(`· ${part}${stretched}`)
  const minutes = isSmoke ? 1 : Number(values.minutes ?? (part === 'soak' ? 30 : 10))
  const trial: Trial = {
    ...{ isSmoke, minutes, slack, random: seeded(Number(values.seed)) },
    say: (text) => say(`    ${text}`),
    onEnd: (work) => ends.push(work),
  }
  try {
    lines.push(...(await parts[part](trial)))
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    broken.push({ part, error: text })
    say(`  ${part} broke: ${text}`)
  } finally {
    await endAll()
  }
  say(`  ${part}: ${((Date.now() - began) / 1000).toFixed(1)} s`)
}
say(`\n${tableText(lines)}\n\nseed ${values.seed}`)
if (values.report) await writeFile(values.report, JSON.stringify({ seed: values.seed, lines, broken }))
process.exit(broken.length > 0 || lines.some(({ held }) => held === false) ? 1 : 0)
