import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../system-error'
import type { Attempt } from './attempt'
import { type CodeMessage, codeText } from './message'

/** The file that codes are written to, while they are not sent. */
export const outboxFile = (dataDir: string): string => path.join(dataDir, 'outbox', 'sms.jsonl')

/** Instead of sending: a line of JSON a message, `{"at","phone","text"}`, for whoever tries Mingce out. */
export async function appendToOutbox(file: string, message: CodeMessage, sign: string): Promise<Attempt> {
  const line = { at: new Date().toISOString(), phone: message.phone, text: codeText(message, sign) }
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    // A file that was cut meanwhile is another by now: the line belongs into that one.
    while (!(await append(file, `${JSON.stringify(line)}\n`)));
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: 'misconfigured', detail: `the outbox cannot be written: ${codeOf(error)}` }
  }
}

/** Appends the line; false when the file is no longer the one at that path. */
async function append(file: string, line: string): Promise<boolean> {
  const handle = await open(file, 'a', 0o600)
  try {
    // One write at the file's end: lines of several processes never mix.
    await handle.write(Buffer.from(line))
    const [written, there] = [await handle.stat(), await inodeOf(file)]
    return written.ino === there
  } finally {
    await handle.close()
  }
}

const inodeOf = async (file: string): Promise<number | undefined> => (await stat(file).catch(() => undefined))?.ino

/** A message's time and phone, by the bytes of its line: what a user typed stands there with its quotes escaped. */
export type OutboxLine = { at: string; phone: string }

const valueIn = (line: string, key: string): string => new RegExp(`"${key}":"([^"]*)"`).exec(line)?.[1] ?? ''
const lineOf = (line: string): OutboxLine => ({ at: valueIn(line, 'at'), phone: valueIn(line, 'phone') })

/**
 * Drops the lines that are not to be kept; answers how many. Messages may be appended meanwhile, none of them is lost. A
 * process that dies on the way leaves the old file or the new one, and what the next cut needs to go on. Callers make sure
 * that no two cuts run at once.
 */
export async function cutOutbox(file: string, keeps: (line: OutboxLine) => boolean): Promise<number> {
  await recover(file)
  const old = await readFile(file, 'utf8').catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error
  })
  if (old === undefined) return 0
  const lines = old.split('\n')
  // What is not a whole line yet is left for the next cut.
  const tail = lines.pop() ?? ''
  const kept = lines.filter((line) => keeps(lineOf(line)))
  if (kept.length === lines.length) return 0
  const size = Buffer.byteLength(old)
  const [draft, held] = [draftOf(file), `${file}.${size}.cut`]
  await writeFile(draft, `${kept.map((line) => `${line}\n`).join('')}${tail}`, { mode: 0o600, flush: true })
  // What is appended until the file is replaced stands behind `size` in the old one, which stays until that is copied.
  await link(file, held)
  await rename(draft, file)
  await recover(file)
  return lines.length - kept.length
}

const draftOf = (file: string): string => `${file}.draft`

/** Appends what came into a file while it was replaced, and deletes that file. */
async function recover(file: string): Promise<void> {
  await rm(draftOf(file), { force: true })
  const [folder, name] = [path.dirname(file), path.basename(file)]
  const held = (await readdir(folder).catch(() => [])).filter(
    (each) => each.startsWith(`${name}.`) && each.endsWith('.cut'),
  )
  for (const each of held) {
    const old = path.join(folder, each)
    const size = Number(each.slice(name.length + 1, -'.cut'.length))
    // Where the cut ended before the file was replaced, the old file is still the one that counts.
    if ((await inodeOf(old)) !== (await inodeOf(file))) {
      const bytes = await readFile(old)
      const late = bytes.subarray(size).toString('utf8')
      const there = new Set((await readFile(file, 'utf8').catch(() => '')).split('\n'))
      const missing = late.split('\n').filter((line) => line !== '' && !there.has(line))
      if (missing.length > 0) await append(file, missing.map((line) => `${line}\n`).join(''))
    }
    await rm(old, { force: true })
  }
}
