// The first module of a thread: it makes TypeScript loadable, then loads the module that does the work.
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.module)
