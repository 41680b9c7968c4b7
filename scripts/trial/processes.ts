import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

/** A process of this machine, as /proc tells it. */
export type Process = { pid: number; parent: number; command: string }

function read(pid: number): Process[] {
  try {
    // The name in brackets may hold anything; state and parent are the fields behind it.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    if (state === 'Z') return []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return [{ pid, parent: Number(parent), command }]
  } catch {
    return [] // ended meanwhile
  }
}

export const processes = (): Process[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)))

export const isAlive = (pid: number): boolean => read(pid).length > 0

/** Whatever the process started, and what that did. */
export function descendants(pid: number, all: readonly Process[] = processes()): Process[] {
  const children = all.filter(({ parent }) => parent === pid)
  return children.flatMap((child) => [child, ...descendants(child.pid, all)])
}

/** The postmasters whose database is in the data dir, a half made one too. */
export function serversIn(dataDir: string): number[] {
  return processes().flatMap(({ pid, command }) => {
    if (!/postgres|initdb/.test(command)) return []
    const isHere = command.includes(dataDir) || cwdOf(pid).startsWith(path.join(dataDir, 'postgres'))
    return isHere ? [pid] : []
  })
}

function cwdOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return ''
  }
}

/** Kills by number; one that is gone already is well. */
export function kill(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** The pid of the database server in the data dir, if its file names one. */
export function postmaster(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]) || undefined
  } catch {
    return undefined
  }
}

/** The address of the embedded server in the data dir, for its superuser. */
export function serverUrl(dataDir: string): string {
  const port = readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]
  const password = readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim()
  return `postgresql://postgres:${password}@127.0.0.1:${port}/mingce`
}
