// The first module of a thread: it makes TypeScript loadable, then loads the module that does the work.
import os from 'node:os'
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// What is done in a thread can wait, requests cannot. On Linux a priority is a thread's own, elsewhere the whole process's.
if (process.platform === 'linux') {
  try {
    os.setPriority(15)
  } catch {
    // The process was started with a lower one.
  }
}
register()
await import(workerData.module)
