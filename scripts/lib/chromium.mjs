import { readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { chromiumSetting } from './environment.mjs'
import { Failure, packageFile } from './project.mjs'
import { run, runNode } from './run.mjs'

/**
 * A Chromium that runs: the one of MINGCE_CHROMIUM, the system's, or Playwright's; undefined when there is none.
 * @returns {Promise<string | undefined>} its path: Playwright looks for no names
 */
export async function findChromium() {
  const system = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  for (const candidate of [chromiumSetting, ...system, ...playwrightOnes()]) {
    // Some systems have a program of that name which only says what to install.
    if (candidate && (await run(candidate, ['--version'], { minutes: 1 })).code === 0) return pathOf(candidate)
  }
  return undefined
}

/** Where the system finds a program of the name; a path is its own. */
async function pathOf(program) {
  if (path.isAbsolute(program)) return program
  const { output } = await run('sh', ['-c', 'command -v "$0"', program])
  return output.trim().split('\n').at(-1) || program
}

function playwrightOnes() {
  const caches = ['.cache/ms-playwright', 'Library/Caches/ms-playwright'].map((each) => path.join(homedir(), each))
  const programs = ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-linux/headless_shell']
  return caches.flatMap((cache) =>
    list(cache)
      .filter((name) => name.startsWith('chromium'))
      .flatMap((name) => programs.map((program) => path.join(cache, name, program))),
  )
}

function list(folder) {
  try {
    return readdirSync(folder).sort().reverse()
  } catch {
    return []
  }
}

/**
 * Installs one: by the system's packages where this may, else by Playwright.
 * @throws Failure with what was said
 */
export async function installChromium() {
  let said = ''
  if (process.getuid?.() === 0 && (await run('apt-get', ['--version'])).code === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const patient = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120']
    said += (await run('apt-get', [...patient, 'update'], { env, minutes: 5 })).output
    const wanted = ['chromium', 'fonts-noto-cjk'] // Chinese needs the font
    said += (await run('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...wanted], { env })).output
  }
  let found = await findChromium()
  if (!found) {
    said += (await runNode([packageFile('@playwright/test', 'cli.js'), 'install', 'chromium'], { minutes: 10 })).output
    found = await findChromium()
  }
  if (found) return found
  throw new Failure('没有浏览器 · no Chromium could be installed; name one by MINGCE_CHROMIUM', said)
}
