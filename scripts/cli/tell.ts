import { writeToStderr } from '../../src/infra/stderr'
import { codeOf } from '../../src/infra/system-error'
import { lineOf } from './run'

const say = (line: string) => writeToStderr(`mingce: ${line}\n`)

/** Says in one line why the command failed. */
export const tell = (error: unknown): void => say(lineOf(error))

/** Has what fails beside the command, and an answer that cannot be written, be no more than a line either. */
export function tellFailures(): void {
  // What was done is done: whoever was to hear of it is gone, or their file's disk is full.
  process.stdout.on('error', (error) => {
    say(`the answer was not written: ${codeOf(error) === 'EPIPE' ? 'nobody reads it' : lineOf(error)}`)
    process.exit(1)
  })
  process.on('uncaughtException', (error) => {
    tell(error)
    process.exit(1)
  })
}
