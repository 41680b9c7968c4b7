import { withoutTurn } from './queue/call-turn'

/**
 * A body's bytes, read no further than the limit, so that no more of it is held.
 * @returns undefined when there are more
 */
export async function readWithin(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return undefined
  const { body } = request
  // However slowly it comes, whoever sends it holds no place meanwhile.
  return body ? withoutTurn(() => chunksWithin(body, limit)) : Buffer.alloc(0)
}

async function chunksWithin(body: AsyncIterable<Uint8Array>, limit: number) {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > limit) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

/** The media type that a request says its body is of, without parameters; empty: it says none. */
export const mediaTypeOf = ({ headers }: Request): string =>
  (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
