// What a stage of `npm test` is made of. Each answers how many checks passed and failed, and what to show when one did.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from '../lib/project.mjs'
import { run, runNode } from '../lib/run.mjs'

/** One program that passes or fails as a whole. */
export async function oneCheck(args) {
  return whole(await runNode(args, { minutes: 5 }))
}

export const whole = ({ code, output }) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output })

/** dependency-cruiser, which is green too when it found nothing to look at. */
export async function arrows(program) {
  const done = await runNode([program, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'])
  const { summary } = parse(done.stdout)
  if (!summary) return { passed: 0, failed: 1, output: done.output }
  const wrong = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  if (summary.totalCruised === 0) wrong.push('no module was looked at')
  const failed = wrong.length > 0 ? 1 : 0
  return { passed: 1 - failed, failed, output: wrong.join('\n') }
}

/** A project of Vitest. */
export function vitest(program, project) {
  return withFile(async (file) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const done = await runNode([program, 'run', '--project', project, ...reporters], { minutes: 20 })
    const result = parse(read(file))
    // A file that cannot be loaded has no tests that could fail.
    const broken = (result.testResults ?? []).filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    const failing = (result.testResults ?? []).flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => `${path.relative(root, name)}: ${fullName}`),
    )
    const names = [...failing, ...broken.map(({ name }) => path.relative(root, name))]
    return total(done, result.numPassedTests ?? 0, (result.numFailedTests ?? 0) + broken.length, names)
  })
}

export function playwright(program, chromium) {
  return withFile(async (file) => {
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...(chromium ? { MINGCE_CHROMIUM: chromium } : {}) }
    const done = await runNode([program, 'test', '--reporter=list,json'], { env, minutes: 30 })
    const { stats = {}, suites = [] } = parse(read(file))
    const failing = specsOf(suites).filter(({ ok }) => !ok)
    const names = failing.map(({ file: spec, line, title }) => `${spec}:${line}: ${title}`)
    return total(done, (stats.expected ?? 0) + (stats.flaky ?? 0), stats.unexpected ?? 0, names)
  })
}

const specsOf = (suites) => suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)])

/** Files of node:test. */
export async function nodeTests(files, env) {
  const done = await run(process.execPath, ['--test', '--test-reporter=tap', ...files], { env, minutes: 12 })
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(done.stdout)?.[1] ?? 0)
  const names = [...done.stdout.matchAll(/^ *not ok \d+ - (.+)$/gm)].map(([, name]) => name)
  return total(done, count('pass'), count('fail') + count('cancelled'), names)
}

/** The bench with small data: each figure that is judged is a check, and so is each row that cannot be measured. */
export function benchSmoke(program) {
  return withFile(async (file) => {
    const done = await runNode([program, '--small', '--report', file], { minutes: 8 })
    const { lines = [], broken = [] } = parse(read(file))
    const of = (reached) => lines.filter((line) => line.reached === reached)
    const names = [...of(false).map(({ row, what }) => `${row}: ${what}`), ...broken.map(({ row }) => row)]
    return total(done, of(true).length, names.length, names)
  })
}

/** The short form of the trial: each row of its table is a check, but for those that cannot be tried here. */
export function trialSmoke(program) {
  return withFile(async (file) => {
    const done = await runNode([program, 'smoke', '--report', file], { minutes: 15 })
    const { lines = [], broken = [] } = parse(read(file))
    const names = [
      ...lines.filter(({ held }) => held === false).map(({ what }) => what),
      ...broken.map(({ part }) => part),
    ]
    return total(done, lines.filter(({ held }) => held === true).length, names.length, names)
  })
}

/** A program that failed has failed at something, counted or not. */
const total = ({ code, output }, passed, failed, names) => ({
  passed,
  failed: failed || (code === 0 && passed > 0 ? 0 : 1),
  output,
  names,
})

async function withFile(work) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mingce-report-'))
  try {
    return await work(path.join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
