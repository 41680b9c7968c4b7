import { execFile } from 'node:child_process'
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readEnv } from '../env'
import { cutOutbox } from './outbox'
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

describe('a cut', () => {
  const line = (at: string, phone: string, text = 'x') => `${JSON.stringify({ at, phone, text })}\n`
  function filled(...lines: string[]) {
    const made = setUp()
    mkdirSync(path.dirname(made.file))
    writeFileSync(made.file, lines.join(''), { mode: 0o644 })
    return made
  }
  const isNew = ({ at }: { at: string }) => at >= '2026-11-01'
  const [old, fresh] = [line('2026-10-31', '10012345678'), line('2026-11-02', '10012345679')]

  test('drops the lines that are not kept, and leaves nothing else behind', async () => {
    const { file, dataDir } = filled(old, fresh, old)
    expect(await cutOutbox(file, isNew)).toBe(2)
    expect(readFileSync(file, 'utf8')).toBe(fresh)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(path.join(dataDir, 'outbox'))).toEqual(['sms.jsonl'])
  })

  test('without anything to drop leaves the file as it is, and makes none', async () => {
    const { file } = filled(fresh)
    const { ino } = statSync(file)
    expect([await cutOutbox(file, isNew), statSync(file).ino]).toEqual([0, ino])
    const none = setUp()
    expect([await cutOutbox(none.file, isNew), readdirSync(none.dataDir)]).toEqual([0, []])
  })

  test('goes by the message itself, not by what somebody typed into it', async () => {
    const typed = line('2026-10-31', '10012345678', '{"at":"2026-12-01","phone":"1"}')
    const { file } = filled(typed, fresh)
    expect(await cutOutbox(file, isNew)).toBe(1)
  })

  test('loses no message of those that are appended meanwhile', async () => {
    const { file, send, lines } = filled(...Array.from({ length: 2_000 }, () => old))
    let sent = 0
    let cutting = true
    const sending = (async () => {
      while (cutting) {
        await send({ ...message, code: String(sent) })
        sent += 1
      }
    })()
    for (let n = 0; n < 20; n++) {
      await cutOutbox(file, isNew)
      appendFileSync(file, old)
    }
    cutting = false
    await sending
    await cutOutbox(file, isNew)
    const codes = new Set(lines().map(({ text }) => /：(\d+)。/.exec(text)?.[1]))
    expect(sent).toBeGreaterThan(20)
    expect([...codes].map(Number).sort((one, other) => one - other)).toEqual(
      Array.from({ length: sent }, (_, at) => at),
    )
  })

  test('that died before it replaced the file is done anew', async () => {
    const { file } = filled(old, fresh)
    writeFileSync(`${file}.draft`, 'half')
    linkSync(file, `${file}.${Buffer.byteLength(old + fresh)}.cut`)
    expect(await cutOutbox(file, isNew)).toBe(1)
    expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual([fresh, ['sms.jsonl']])
  })

  test('that died after it replaced the file loses nothing that came meanwhile, and brings nothing back', async () => {
    const { file } = filled(fresh)
    const late = line('2026-11-03', '10012345670')
    writeFileSync(`${file}.${Buffer.byteLength(old + fresh)}.cut`, old + fresh + late)
    await cutOutbox(file, isNew)
    expect([readFileSync(file, 'utf8'), readdirSync(path.dirname(file))]).toEqual([fresh + late, ['sms.jsonl']])
  })
})
