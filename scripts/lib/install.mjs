import { readFileSync } from 'node:fs'
import { Failure, inRoot } from './project.mjs'
import { run } from './run.mjs'

/** Whether node_modules holds what package-lock.json says, by the account that npm itself leaves there at the end. */
export function isInstalled() {
  const [wanted, there] = [read('package-lock.json'), read('node_modules/.package-lock.json')]
  if (!wanted || !there) return false
  return Object.entries(wanted).every(([name, { version, integrity, optional }]) => {
    if (name === '') return true
    const found = there[name]
    // Optional ones are mostly other platforms' programs.
    return found ? found.version === version && found.integrity === integrity : optional
  })
}

function read(file) {
  try {
    return JSON.parse(readFileSync(inRoot(file), 'utf8')).packages
  } catch {
    return undefined
  }
}

/** @throws Failure with npm's output */
export async function install() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const flags = ['--no-audit', '--no-fund', '--include=dev']
  let done = await run(npm, ['ci', ...flags])
  // A lock made elsewhere may lack this platform's programs; npm install finds them, and leaves the lock alone.
  if (done.code !== 0 && /EUSAGE|can only install packages when/.test(done.output)) {
    done = await run(npm, ['install', '--no-save', ...flags])
  }
  if (done.code !== 0) {
    throw new Failure(
      '安装依赖失败，请检查网络 · the packages could not be installed, see above (is the network there?)',
      done.output,
    )
  }
}
