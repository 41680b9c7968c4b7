/** A connection to the database is held while somebody reads: who stops for longer, in milliseconds, has left. */
const patience = 60_000

/**
 * The body of an answer to `request`, made as fast as it is read. Whoever leaves or stops reading ends what it is made of by
 * `end`; so does HEAD, to which nobody reads an answer: it has no body. @throws what making the first of it throws, while
 * something else can still be answered
 */
export async function streamedBody(
  { method }: Pick<Request, 'method'>,
  chunks: AsyncIterator<Uint8Array>,
  end: () => unknown,
): Promise<ReadableStream<Uint8Array> | null> {
  if (method === 'HEAD') {
    end()
    return null
  }
  let first: IteratorResult<Uint8Array> | undefined = await chunks.next()
  let waiting: NodeJS.Timeout | undefined
  return new ReadableStream({
    async pull(controller) {
      clearTimeout(waiting)
      const next = first ?? (await chunks.next())
      first = undefined
      if (next.done) {
        controller.close()
        return
      }
      controller.enqueue(next.value)
      waiting = setTimeout(() => {
        controller.error(new Error('nobody reads it any more'))
        end()
      }, patience).unref()
    },
    cancel() {
      clearTimeout(waiting)
      end()
    },
  })
}
