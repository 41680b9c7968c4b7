import { readdirSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { inRoot } from './project.mjs'

const compress = promisify(brotliCompress)

/** Compresses the built scripts and styles as tightly as brotli can, once: src/server/packed.ts sends them as they are. */
export async function packStatic(folder = inRoot('.next/static')) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(js|css)$/.test(name))
  await Promise.all(
    files.map(async (name) => {
      const content = await readFile(`${folder}/${name}`)
      await writeFile(`${folder}/${name}.br`, await compress(content))
    }),
  )
}
