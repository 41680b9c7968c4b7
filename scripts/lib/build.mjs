import { rmSync, writeFileSync } from 'node:fs'
import { bundleProcesses } from './bundle.mjs'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { packStatic } from './pack.mjs'
import { exists, Failure, inRoot, packageFile } from './project.mjs'
import { runNode } from './run.mjs'

const stampFile = '.next/mingce-build'
const sources = [
  'src',
  'scripts/serve.ts',
  'scripts/supervisor',
  'scripts/web.ts',
  'prisma/schema',
  'public',
  'messages',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
]
const isTest = (name) => /\.test\.tsx?$|^src\/testing$|^src\/infra\/generated$/.test(name)
const current = () => fingerprint(sources, isTest)

/** Whether the site, and the processes that serve it, were built from these sources. */
export const isBuilt = () => exists('.next/BUILD_ID') && readStamp(stampFile) === current()

/** @throws Failure with Next's output */
export async function build() {
  const stamp = current()
  rmSync(inRoot(stampFile), { force: true })
  const done = await runNode([packageFile('next', 'dist/bin/next'), 'build'], {
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (done.code !== 0) throw new Failure('构建失败 · the build failed, see above', done.output)
  await packStatic()
  await bundleProcesses()
  writeFileSync(inRoot(stampFile), `${stamp}\n`)
}
