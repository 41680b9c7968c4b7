import { rmSync } from 'node:fs'
import { inRoot } from './project.mjs'

const folder = '.next/processes'
const sources = {
  serve: 'scripts/serve.ts',
  checks: 'scripts/supervisor/checks.ts',
  supervise: 'scripts/supervisor/supervise.ts',
  web: 'scripts/web.ts',
  reader: 'src/domain/transfer/import/reader.ts',
  'thread-start': 'src/infra/thread-start.mjs',
}

/** Makes JavaScript of what is served beside the site: what compiles TypeScript as it loads takes time and memory of each process. */
export async function bundleProcesses() {
  // Only now: this module is loaded before anything is installed.
  const { build } = await import('esbuild')
  rmSync(inRoot(folder), { recursive: true, force: true })
  await build({
    entryPoints: sources,
    outdir: inRoot(folder),
    // Side by side, as modules that start another by its address expect.
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    absWorkingDir: inRoot('.'),
    logLevel: 'error',
  })
}

/** Loads a module that was bundled into this process. */
export const runBundled = (name) => import(new URL(`../../${folder}/${name}.mjs`, import.meta.url).href)
