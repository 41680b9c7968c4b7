import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../system-error'
import type { Attempt } from './attempt'
import { type CodeMessage, codeText } from './message'

/** Instead of sending: a line of JSON a message, `{"at","phone","text"}`, for whoever tries Mingce out. */
export async function appendToOutbox(file: string, message: CodeMessage, sign: string): Promise<Attempt> {
  const line = { at: new Date().toISOString(), phone: message.phone, text: codeText(message, sign) }
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(file, 'a', 0o600)
    try {
      // One write at the file's end: lines of several processes never mix.
      await handle.write(Buffer.from(`${JSON.stringify(line)}\n`))
    } finally {
      await handle.close()
    }
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: 'misconfigured', detail: `the outbox cannot be written: ${codeOf(error)}` }
  }
}
