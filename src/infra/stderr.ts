import { writeSync } from 'node:fs'
import { codeOf } from './system-error'

/** How long a line waits for a reader that is slow, in milliseconds, and how often it is tried again meanwhile. */
const [wait, tries] = [5, 10]

/**
 * Writes a line to stderr. What cannot be written (a log on a full disk, a log program that is gone) is lost, and the next
 * line is tried anew: a library's stream tries the same line for ever, and hangs the process.
 */
export function writeToStderr(line: string, fd = 2): void {
  let rest = Buffer.from(line)
  for (let left = tries; rest.length > 0 && left > 0; )
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') return
      left -= 1
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
    }
}
