import { writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { findPostmaster } from './postgres-pid-file'

/** Low enough for requests to come first, and some hundredths of a processor still where others keep it busy. */
const lower = 15

/**
 * Has a process of the embedded server of a data dir give way to all others; answers whether it does. One of a server
 * elsewhere is left alone: its number means nothing here.
 */
export async function lowerBackend(dataDir: string, url: string, pid: number): Promise<boolean> {
  const server = await findPostmaster(path.join(dataDir, 'postgres'))
  const { hostname, port } = new URL(url)
  if (hostname !== '127.0.0.1' || server?.port !== Number(port)) return false
  try {
    os.setPriority(pid, lower)
    // Linux may share the processors among sessions first, and each process of the server is one.
    if (process.platform === 'linux') await writeFile(`/proc/${pid}/autogroup`, String(lower)).catch(() => undefined)
    return true
  } catch {
    // It is another user's, or gone.
    return false
  }
}
