import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { readEnv } from '../env'
import { smsSender } from './sender'

const message = { phone: '10012345678', username: '张三', code: '012345' }

function setUp() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'mingce-outbox-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const file = path.join(dataDir, 'outbox', 'sms.jsonl')
  const lines = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  return { dataDir, file, lines, send: smsSender(readEnv({}).sms, dataDir) }
}

test('a message is a line, for its owner’s eyes only', async () => {
  const { send, file, lines } = setUp()
  expect(await send(message)).toEqual({ ok: true })
  expect(lines()).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      phone: '10012345678',
      text: '你好！张三,您的验证码：012345。如非本人操作，可不用理会！【名册】',
    },
  ])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('lines of several processes stay whole', async () => {
  const { file, lines, send } = setUp()
  await send(message)
  const code = `
    import { appendToOutbox } from './src/infra/sms/outbox.ts'
    const message = { phone: '10012345678', username: '长'.repeat(150), code: '012345' }
    await Promise.all(Array.from({ length: 200 }, () => appendToOutbox(${JSON.stringify(file)}, message, '名册')))`
  const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code])
  await Promise.all([run(), run(), run()])
  expect(lines()).toHaveLength(601)
}, 30_000)

test('an outbox that cannot be written says so, without the message', async () => {
  const { dataDir, send } = setUp()
  writeFileSync(path.join(dataDir, 'outbox'), '')
  expect(await send(message)).toEqual({
    ok: false,
    reason: 'misconfigured',
    detail: 'the outbox cannot be written: EEXIST',
  })
})
