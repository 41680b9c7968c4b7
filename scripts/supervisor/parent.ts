import { readFileSync } from 'node:fs'

/** Calls back once when the process that started this one, or the one that started that, is gone. */
export function onParentGone(then: () => void): void {
  // npm puts a shell between, which outlives it.
  const line = () => [process.ppid, parentOf(process.ppid)]
  const [parent, grandparent] = line()
  const timer = setInterval(() => {
    const now = line()
    if (now[0] === parent && now[1] === grandparent) return
    clearInterval(timer)
    then()
  }, 1_000).unref()
}

function parentOf(pid: number): number {
  try {
    // The name in brackets may hold anything; the parent is the second field behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    return Number(fields?.[1])
  } catch {
    return 0 // no Linux
  }
}
