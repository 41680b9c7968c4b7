import { startThread } from '@/infra/thread'
import { type Job, JobLost } from '../../jobs/jobs'
import type { Work } from '../../jobs/work'

/** Of what the reader holds: rows of one COPY, names, the words of pinyin. */
const heapMb = 192

/**
 * Reads the file of an import in a thread of its own; answers whether it could be read.
 * @throws JobLost when the work is to end
 */
export function readInThread({ db, job, signal, progress }: Work, finishes: Job | null): Promise<boolean> {
  return new Promise((done, failed) => {
    if (signal.aborted) return failed(new JobLost())
    const data = { url: db.url, importId: job.subjectId, schoolId: job.author.schoolId, job: finishes }
    const worker = startThread(new URL('./reader.ts', import.meta.url), data, heapMb)
    let [readable, lost] = [true, false]
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop)
    worker.on('message', (said: { phase?: string; done?: number; unreadable?: boolean; lost?: boolean }) => {
      if (said.unreadable) readable = false
      if (said.lost) lost = true
      if (said.phase) progress(said.phase, said.done)
    })
    let error: unknown
    worker.on('error', (thrown) => {
      error = thrown
    })
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (signal.aborted || lost) failed(new JobLost())
      else if (error !== undefined || code !== 0) failed(error ?? new Error(`the reader ended with ${code}`))
      else done(readable)
    })
  })
}
