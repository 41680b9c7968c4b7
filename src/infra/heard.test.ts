import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { heard } from './heard'

test('heard: an error without another listener ends nothing', () => {
  expect(heard(new EventEmitter()).emit('error', new Error('broken'))).toBe(true)
})

test.each([
  ['pipe', `outliveOutput((error) => process.stderr.write(error.code + '\\n')); await tell()`],
  ['ignored', `outliveOutput(); await tell()`],
])('output: a process whose reader has left goes on (%s)', async (_, code) => {
  const program = `const { outliveOutput } = await import('./src/infra/heard.ts')
const tell = async () => { for (let n = 0; n < 3; n++) { process.stdout.write('x'); await new Promise((r) => setTimeout(r, 20)) } }
process.stdin.resume(); await new Promise((r) => process.stdin.once('end', r))
${code}
process.stderr.write('goes on\\n')`
  const child = heard(spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]))
  child.stdout.destroy()
  child.stdin.end()
  const [said, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(said).toBe(code.includes('error.code') ? 'EPIPE\ngoes on\n' : 'goes on\n')
  expect(exit).toBe(0)
})
