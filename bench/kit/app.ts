import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { type App, startApp } from '../../e2e/fixtures/app'

const run = promisify(execFile)

/** The built app under its own supervisor, on the bench's database. */
export type BenchApp = Pick<App, 'url' | 'output' | 'stop'> & {
  /** The resident memory of each web process, in MB. */
  memory(): Promise<number[]>
}

/** Starts the app without limits on calls, in so many web processes. */
export async function startBenchApp(databaseUrl: string, processes: number): Promise<BenchApp> {
  const app = await startApp({
    DATABASE_URL: databaseUrl,
    WEB_CONCURRENCY: String(processes),
    REST_CALLS_PER_MINUTE: '1000000000',
  })
  return { url: app.url, output: app.output, stop: app.stop, memory: () => memoryOf(app.pid()) }
}

async function memoryOf(supervisor: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'ppid=,rss=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, parent, kilobytes, program = ''] = /^\s*(\d+)\s+(\d+)\s+(.+)$/.exec(line) ?? []
    return Number(parent) === supervisor && program.includes('web.mjs') ? [Number(kilobytes) / 1024] : []
  })
}
