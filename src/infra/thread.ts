import { Worker } from 'node:worker_threads'
import { heard } from './heard'

/** Bundled, every module lies beside this one as JavaScript: see scripts/lib/bundle.mjs. */
const isBundled = import.meta.url.endsWith('.mjs')

/** Starts a TypeScript module in a thread of its own, with a heap of its own; it finds `data` under `workerData.data`. */
export const startThread = (module: URL, data: object, heapMb: number): Worker =>
  heard(
    new Worker(new URL('./thread-start.mjs', import.meta.url), {
      workerData: { module: isBundled ? module.href.replace(/\.ts$/, '.mjs') : module.href, data },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    }),
  )
