import type { JobProgress } from '../../src/domain/jobs/jobs'

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
