import { Worker } from 'node:worker_threads'

/** Starts a TypeScript module in a thread of its own, with a heap of its own; it finds `data` under `workerData.data`. */
export const startThread = (module: URL, data: object, heapMb: number): Worker =>
  new Worker(new URL('./thread-start.mjs', import.meta.url), {
    workerData: { module: module.href, data },
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  })
