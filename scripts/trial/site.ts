import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../e2e/fixtures/app'
import { descendants, isAlive, kill, postmaster } from './processes'

/** A site that the trial may kill, with all that an operator would do to it. */
export type Site = {
  url: string
  dataDir: string
  /** Of what the operator started: npm, or the supervisor. */
  pid(): number
  supervisor(): number | undefined
  webProcesses(): number[]
  output(): string
  /** What it logged as a fault of its own, the last of it. */
  faults(): string[]
  /** Whether what the operator started is still there. */
  isUp(): boolean
  /** Starts it, without waiting. */
  begin(): void
  /** Settles when what was started has ended, with its exit code or signal. */
  ended(): Promise<number | string>
  /** Resolves when it works for a while; the time from now until it began to, in milliseconds. */
  well(limit: number): Promise<number>
  /** The environment of the operator's command line. */
  settings: Record<string, string>
  stop(): Promise<void>
}

export type SiteOptions = {
  /** By `npm start`, as an operator does, or the supervisor alone. */
  byNpm?: boolean
  dataDir?: string
  settings?: Record<string, string>
}

const isNode = (command: string) => /^\S*node\S* /.test(command)

/** For so long a site must work before it counts as well, in milliseconds. */
const steadyFor = 1_200

export async function scratch(name: string): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), `mingce-trial-${name}-`))
  await chmod(dir, 0o711)
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** A site on a free port, not started yet. */
export async function makeSite({ byNpm = false, dataDir, settings = {} }: SiteOptions): Promise<Site> {
  const own = dataDir ? undefined : await scratch('site')
  const dir = dataDir ?? own?.dir ?? ''
  await mkdir(dir, { recursive: true })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const all = {
    ...{ NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), MINGCE_DATA_DIR: dir, LOG_LEVEL: 'warn' },
    ...{ DATABASE_URL: '', REST_CALLS_PER_MINUTE: '1000000000', ...settings },
  }
  const program = byNpm ? ['npm', 'start', '--silent'] : [process.execPath, '.next/processes/serve.mjs']
  let child: ChildProcess | undefined
  let output = ''
  let isEnded = true
  let end: Promise<number | string> = Promise.resolve(0)

  const site: Site = {
    url,
    dataDir: dir,
    settings: all,
    pid: () => child?.pid ?? 0,
    output: () => output,
    faults: () =>
      output
        .split('\n')
        .filter((line) => /"level":[56]0/.test(line))
        .slice(-5)
        .map((line) => line.slice(0, 1_500)),
    isUp: () => !isEnded,
    ended: () => end,
    supervisor: () =>
      byNpm
        ? descendants(site.pid()).find(({ command }) => isNode(command) && command.includes('scripts/start.mjs'))?.pid
        : site.isUp()
          ? site.pid()
          : undefined,
    webProcesses: () => descendants(site.pid()).flatMap(({ pid, command }) => (/web\.mjs/.test(command) ? [pid] : [])),
    begin() {
      const assignments = Object.entries(all).map(([name, value]) => `${name}=${value}`)
      // `env` becomes the program itself, so that a signal reaches it.
      const started = spawn('env', [...assignments, ...program], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
      child = started
      isEnded = false
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (chunk) => {
          output = (output + String(chunk)).slice(-200_000)
        })
      // Not `close`: whoever outlives it holds its streams.
      end = new Promise((resolve) =>
        started.once('exit', (code, signal) => {
          if (child === started) isEnded = true
          resolve(code ?? signal ?? 1)
        }),
      )
    },
    async well(limit) {
      const began = performance.now()
      let since: number | undefined
      while (performance.now() - began < limit) {
        const before = performance.now()
        since = (await works(url)) ? (since ?? before) : undefined
        if (since !== undefined && performance.now() - since >= steadyFor) return since - began
        await sleep(100)
      }
      throw new Error(`not well after ${Math.round(limit / 1000)} s: ${output.slice(-3_000)}`)
    },
    async stop() {
      const [supervisor, group] = [site.supervisor(), site.pid()]
      if (site.isUp()) kill(supervisor ?? group, 'SIGTERM')
      for (const until = Date.now() + 30_000; Date.now() < until && supervisor && isAlive(supervisor); ) await sleep(50)
      for (const each of [...descendants(group), { pid: group }]) if (site.isUp() && each.pid > 0) kill(each.pid)
      kill(postmaster(dir))
      await own?.remove()
    },
  }
  return site
}

/** Whether it says that it is ready, and looks a client up: `readyz` may say so for a second longer. */
async function works(url: string): Promise<boolean> {
  const body = JSON.stringify({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'none' })
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const signal = AbortSignal.timeout(6_000)
  const [ready, looked] = await Promise.all([
    fetch(`${url}/readyz`, { signal }).catch(() => undefined),
    fetch(`${url}/api/v3/oauth/tokens`, { ...asked, signal }).catch(() => undefined),
  ])
  return ready?.ok === true && looked?.status === 401
}
