import { execFile } from 'node:child_process'
import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Work } from './writers'

/** What exports and backups came to. */
export type Files = { exported: number; backups: number; refused: number; wrong: string[] }
export const newFiles = (): Files => ({ exported: 0, backups: 0, refused: 0, wrong: [] })

/** Takes the students as a file, again and again: whole, or not at all. */
export async function exportPeople({ caller, cookie, isOver }: Work & { cookie: string }, files: Files): Promise<void> {
  const input = JSON.stringify({ role: 1, format: 'csv', columns: ['usin', 'name'] })
  const call = { path: `/api/exports?${new URLSearchParams({ input })}`, headers: { cookie, origin: caller.url } }
  while (!isOver()) {
    const answer = await caller.once(call, false)
    if (answer?.status === 200) {
      files.exported += 1
      if (!answer.text.endsWith('\n')) files.wrong.push('half an export was answered by 200')
    } else if (answer && answer.status < 500 && answer.status !== 429)
      files.wrong.push(`export: ${answer.status} ${answer.text.slice(0, 200)}`)
    await sleep(700)
  }
}

/** The end of a ZIP that is whole. */
const isWhole = (bytes: Uint8Array) => Buffer.from(bytes.slice(-22, -18)).toString('latin1') === 'PK\x05\x06'

/** Runs a command of the operator's. */
export function mingce(settings: Record<string, string>, ...args: string[]) {
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      'env',
      [...assignments, process.execPath, 'scripts/mingce.mjs', ...args],
      { timeout: 300_000 },
      (error, stdout, stderr) =>
        resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
    )
  })
}

/** Makes backups by the command line: whole, or refused in one line and nothing there. */
export async function makeBackups(
  { isOver }: Pick<Work, 'isOver'>,
  { settings, dir, pause }: { settings: Record<string, string>; dir: string; pause: number },
  files: Files,
): Promise<void> {
  while (!isOver()) {
    const file = path.join(dir, 'backup.zip')
    const { code, stderr } = await mingce(settings, 'backup', file, '--json')
    const left = await readdir(dir)
    if (code === 0) {
      files.backups += 1
      if (!isWhole(await readFile(file))) files.wrong.push('half a backup')
    } else {
      files.refused += 1
      if (stderr.trim().split('\n').length > 1) files.wrong.push(`backup: more than a line: ${stderr.slice(0, 300)}`)
      if (left.length > 0) files.wrong.push(`a backup that failed left ${left.join(', ')}`)
    }
    for (const name of left) await rm(path.join(dir, name))
    for (const until = Date.now() + pause; Date.now() < until && !isOver(); ) await sleep(200)
  }
}
