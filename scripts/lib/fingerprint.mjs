import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { inRoot } from './project.mjs'

/** One hash over files and folders of the project; what is missing counts as missing. */
export function fingerprint(names, leaveOut = () => false) {
  const hash = createHash('sha256')
  for (const name of names.flatMap((each) => filesIn(each, leaveOut))) {
    const content = readFileSync(inRoot(name))
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function filesIn(name, leaveOut) {
  if (leaveOut(name)) return []
  const about = statSync(inRoot(name), { throwIfNoEntry: false })
  if (!about) return []
  if (!about.isDirectory()) return [name]
  return readdirSync(inRoot(name))
    .sort()
    .flatMap((entry) => filesIn(path.posix.join(name, entry), leaveOut))
}

/** The hash written at that place when the work was last done. */
export function readStamp(file) {
  try {
    return readFileSync(inRoot(file), 'utf8').trim()
  } catch {
    return undefined
  }
}
