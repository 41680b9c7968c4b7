import { writeFileSync } from 'node:fs'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { exists, Failure, inRoot, packageFile } from './project.mjs'
import { runNode } from './run.mjs'

const stampFile = 'src/infra/generated/.stamp'
const current = () => fingerprint(['prisma/schema', 'prisma.config.ts', 'package-lock.json'])

/** Whether Prisma's client was generated from this schema. */
export const isGenerated = () => exists('src/infra/generated/client.ts') && readStamp(stampFile) === current()

/** @throws Failure with Prisma's output */
export async function generate() {
  const stamp = current()
  const done = await runNode([packageFile('prisma', 'build/index.js'), 'generate'], {
    // Prisma would download its engine, which generating does not use: any file satisfies it.
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: inRoot('package.json'),
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  })
  if (done.code !== 0)
    throw new Failure('生成数据库客户端失败 · the database client could not be generated, see above', done.output)
  writeFileSync(inRoot(stampFile), `${stamp}\n`)
}
