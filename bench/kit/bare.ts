import { fork } from 'node:child_process'

/** A bare program of `bench/bare/` in a process of its own, with the address it serves. */
export type Bare = { url: string; stop(): Promise<void> }

/** Starts one; it tells its port when it listens. */
export async function startBare(file: string, args: readonly string[]): Promise<Bare> {
  const child = fork(`bench/bare/${file}.ts`, args, { execArgv: ['--import', 'tsx'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`bench/bare/${file}.ts ended with ${code}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.disconnect()
      await ended
    },
  }
}
