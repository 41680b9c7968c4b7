import { readFileSync } from 'node:fs'

/** Whether this was started by nohup. */
export function ignoresHangUp(): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return Number.parseInt(mask?.at(-1) ?? '0', 16) % 2 === 1
  } catch {
    return true
  }
}
