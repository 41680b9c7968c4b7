import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { expect, test } from 'vitest'

const script = `
  import { log } from './src/infra/log'
  for (let n = 0; n < 50; n++) log.error({ n }, 'a line')
  process.stdout.write('alive')`

test.skipIf(process.platform !== 'linux')(
  'a log on a full disk, or whose reader is gone, neither hangs nor ends the process',
  async () => {
    for (const stderr of ['full', 'gone'] as const) {
      const own = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', stderr === 'full' ? openSync('/dev/full', 'w') : 'pipe'],
        timeout: 50_000,
        killSignal: 'SIGKILL',
      })
      own.stderr?.destroy()
      let said = ''
      own.stdout?.on('data', (chunk) => {
        said += String(chunk)
      })
      const code = await new Promise((resolve) => own.once('close', resolve))
      expect([stderr, code, said]).toEqual([stderr, 0, 'alive'])
    }
  },
)
