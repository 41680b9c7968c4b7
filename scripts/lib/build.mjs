import { rmSync, writeFileSync } from 'node:fs'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { packStatic } from './pack.mjs'
import { exists, Failure, inRoot, packageFile } from './project.mjs'
import { runNode } from './run.mjs'

const stampFile = '.next/mingce-build'
const sources = [
  'src',
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

/** Whether the site was built from these sources. */
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
  writeFileSync(inRoot(stampFile), `${stamp}\n`)
}
