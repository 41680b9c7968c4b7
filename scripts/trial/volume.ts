import { execFile } from 'node:child_process'
import { chmod, mkdir, open, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { scratch } from './site'

const run = promisify(execFile)
const filler = 'filler'

/** A small file system of its own, in a file: it can be filled to the last byte. */
export type Volume = {
  dir: string
  fillBlocks(): Promise<void>
  fillInodes(): Promise<void>
  makeRoom(): Promise<void>
  /** As the kernel does when the disk gives errors: nothing can be written any more, open files or not. */
  turnReadOnly(): Promise<void>
  /** Checks it and mounts it anew, as an operator would. */
  repair(): Promise<void>
  remove(): Promise<void>
}

/** @returns undefined and the reason where this machine does not let us mount */
export async function makeVolume(megabytes: number): Promise<Volume | string> {
  const folder = await scratch('disk')
  const [image, dir] = [path.join(folder.dir, 'image'), path.join(folder.dir, 'disk')]
  const mount = () => run('mount', ['-o', 'loop,errors=remount-ro', image, dir])
  // Whoever still has a file open lets go within seconds; after that the rest is detached.
  const unmount = async () => {
    for (let n = 0; n < 40; n++) {
      if (
        await run('umount', [dir]).then(
          () => true,
          () => false,
        )
      )
        return
      await sleep(250)
    }
    await run('umount', ['-l', dir]).catch(() => undefined)
  }
  try {
    await mkdir(dir)
    const file = await open(image, 'w')
    await file.truncate(megabytes * 1024 * 1024)
    await file.close()
    // No reserve for root, who writes here too; few inodes, so that they run out first when they are to.
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', '-N', '4000', image])
    await mount()
    await chmod(dir, 0o711)
  } catch (error) {
    await folder.remove()
    return `no file system can be mounted: ${String(error).split('\n')[0]}`
  }
  const fillers = path.join(dir, filler)
  return {
    dir,
    async fillBlocks() {
      await mkdir(fillers)
      const file = await open(path.join(fillers, 'blocks'), 'w')
      try {
        for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4))
          for (let isFull = false; !isFull; )
            isFull = await file.write(Buffer.alloc(size)).then(
              ({ bytesWritten }) => bytesWritten < size,
              () => true,
            )
      } finally {
        await file.close().catch(() => undefined)
      }
    },
    async fillInodes() {
      await mkdir(fillers)
      for (let n = 0; ; n++) {
        const isFull = await writeFile(path.join(fillers, String(n)), '').then(
          () => false,
          () => true,
        )
        if (isFull) return
      }
    },
    makeRoom: () => rm(fillers, { recursive: true, force: true }),
    turnReadOnly: async () => void (await run('mount', ['-o', 'remount,abort', dir]).catch(() => undefined)),
    async repair() {
      await unmount()
      // 1: errors were corrected.
      await run('fsck.ext4', ['-y', image]).catch(() => undefined)
      await mount()
    },
    async remove() {
      await unmount()
      await folder.remove()
    },
  }
}
