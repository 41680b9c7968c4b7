// The first module of a thread: it makes TypeScript loadable where the module that does the work is such, and loads that.
import os from 'node:os'
import { workerData } from 'node:worker_threads'

// What is done in a thread can wait, requests cannot. On Linux a priority is a thread's own, elsewhere the whole process's.
if (process.platform === 'linux') {
  try {
    os.setPriority(15)
  } catch {
    // The process was started with a lower one.
  }
}
if (workerData.module.endsWith('.ts')) (await import('tsx/esm/api')).register()
await import(workerData.module)
