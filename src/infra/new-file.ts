import type { WriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { heard } from './heard'

/**
 * A stream into a file that is there, for this user alone, when the promise is fulfilled. `createWriteStream`
 * makes its file some time later: whoever gave up meanwhile and deleted it would find it made after that.
 * `flush`: it ends once the bytes are on the disk.
 */
export const newFile = async (file: string, options: { flush?: boolean } = {}): Promise<WriteStream> =>
  heard((await open(file, 'w', 0o600)).createWriteStream(options))
