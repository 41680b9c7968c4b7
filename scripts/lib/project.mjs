import { existsSync } from 'node:fs'
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
  } else {
    console.error(error)
  }
  process.exit(1)
}

/** @throws Failure on a Node.js that cannot run Mingce */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Failure(
    `需要 Node.js 20.19 或更新版本（推荐 24），现在是 ${process.versions.node} · Node.js 20.19 or newer is needed (24 is best), this is ${process.versions.node}: https://nodejs.org`,
  )
}
