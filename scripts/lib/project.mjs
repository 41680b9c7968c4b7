import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

export const inRoot = (...parts) => path.join(root, ...parts)

export const exists = (...parts) => existsSync(inRoot(...parts))

/** A file of a package that package.json names. */
export const packageFile = (name, file) => inRoot('node_modules', name, file)

/** Something that a person must be told in one line; its `output`, if any, comes before. */
export class Failure extends Error {
  constructor(message, output = '') {
    super(message)
    this.output = output
  }
}

/** Says why and ends. */
export function fail(error) {
  if (error instanceof Failure) {
    if (error.output) process.stderr.write(`${error.output.trimEnd()}\n`)
    process.stderr.write(`${error.message}\n`)
  } else if (error?.syscall) {
    // What the system refused names the file: `ENOSPC: no space left on device, open '…'`.
    process.stderr.write(`${error.message}\n`)
  } else {
    console.error(error)
  }
  process.exit(1)
}

/** A limit of this process, by its name in Linux; infinite where there is none, or where it cannot be known. */
function limitOf(name) {
  try {
    const [, soft] = new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return Number(soft ?? Number.POSITIVE_INFINITY)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}

const gigabyte = 1024 ** 3

/** @throws Failure where Node.js, or a limit of this process, cannot run Mingce; `files`: how many it has open at least */
export function checkNode({ files = 0 } = {}) {
  // WebAssembly reserves some 10 GB of addresses for each piece of code, and uses next to nothing of them.
  if (limitOf('Max address space') < 60 * gigabyte)
    throw new Failure(
      '地址空间限制太小 · the limit of the address space (ulimit -v) is too small for Node.js: take it away by `ulimit -v unlimited`, and limit memory by NODE_OPTIONS=--max-old-space-size',
    )
  if (limitOf('Max open files') < files)
    throw new Failure(
      `可打开的文件数太少 · too few files may be open (ulimit -n ${limitOf('Max open files')}): ${files} at least, better 1024`,
    )
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Failure(
    `需要 Node.js 20.19 或更新版本（推荐 24），现在是 ${process.versions.node} · Node.js 20.19 or newer is needed (24 is best), this is ${process.versions.node}: https://nodejs.org`,
  )
}
