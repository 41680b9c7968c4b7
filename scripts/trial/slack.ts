import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A start of Node.js takes so long on a machine that is well, in milliseconds. */
const usual = 60

/** By how much this machine is slower than it should be at the moment, 1 at least: what limits are stretched by. */
export async function measureSlack(): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < 5; n++) {
    const began = performance.now()
    await run(process.execPath, ['-e', '0'])
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return Math.max(1, (took[2] ?? usual) / usual)
}
