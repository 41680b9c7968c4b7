import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = (command: string) =>
  promisify(execFile)('bash', ['-c', command], { timeout: 50_000 }).then(
    () => ({ code: 0, stderr: '' }),
    ({ code, stderr }) => ({ code, stderr: String(stderr) }),
  )

test.skipIf(process.platform !== 'linux').each([
  ['ulimit -v 2500000; node scripts/mingce.mjs school list', /^.*ulimit -v.*\n$/],
  ['ulimit -v 2500000; node scripts/start.mjs', /^.*ulimit -v.*\n$/],
  ['ulimit -n 64; node scripts/start.mjs', /^.*ulimit -n 64.*\n$/],
])('%s: one line says what is too little', { timeout: 60_000 }, async (command, line) => {
  expect(await run(command)).toEqual({ code: 1, stderr: expect.stringMatching(line) })
})
