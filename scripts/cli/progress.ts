import { Transform } from 'node:stream'
import type { JobProgress } from '../../src/domain/jobs/jobs'
import { heard } from '../../src/infra/heard'

/** One line on a terminal that says how far the work is; a line a phase where there is no terminal. */
export function progressLine(stream: NodeJS.WriteStream): { say(progress: JobProgress): void; end(): void } {
  let shown = ''
  let phase = ''
  return {
    say(progress) {
      if (!progress.phase) return
      const count =
        progress.total > 0 ? `${progress.done} / ${progress.total}` : progress.done > 0 ? String(progress.done) : ''
      const text = `${progress.phase} ${count} …`
      if (stream.isTTY) stream.write(`\r${text.padEnd(shown.length)}`)
      else if (phase !== progress.phase) stream.write(`${text}\n`)
      shown = text
      phase = progress.phase
    },
    end() {
      if (shown && stream.isTTY) stream.write('\n')
      shown = ''
    },
  }
}

const aSecond = 1_000

/** A line on stderr that says how much has passed, over itself on a terminal, and once at the end otherwise. */
export function bytesLine(line: (written: string) => string) {
  let [size, told] = [0, 0]
  const say = () => line(`${(size / 1_000_000).toFixed(1)} MB`)
  const passing = heard(
    new Transform({
      transform(chunk: Buffer, _encoding, next) {
        size += chunk.length
        if (process.stderr.isTTY && Date.now() - told > aSecond) {
          told = Date.now()
          process.stderr.write(`\r${say()}`)
        }
        next(null, chunk)
      },
    }),
  )
  return { passing, end: () => process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${say()}\n`) }
}
