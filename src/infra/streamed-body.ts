import { currentCaller } from './caller'
import { slotIn } from './queue/queue'
import { Spool } from './spool'

/** Whoever stops reading for longer, in milliseconds, has left. */
const patience = 60_000

/** Whoever has many long answers unread gets no more for the moment. @throws Unavailable */
function answerSlot(): Promise<() => void> {
  const caller = currentCaller()
  const who = caller?.known ?? caller?.network
  return slotIn('answer', { turn: who ?? 'site', ...(who === undefined ? {} : { lane: who }) })
}

/**
 * The body of an answer to `request`. It is made as fast as it can be, whoever reads it: what is not read yet waits in a
 * spool. Whoever leaves or stops reading ends what it is made of by `end`; so does HEAD, to which nobody reads an answer:
 * it has no body. `onMade` is called once, when nothing more has to be made. @throws Unavailable · what making the first of
 * it throws, while something else can still be answered
 */
export async function streamedBody(
  { method }: Pick<Request, 'method'>,
  chunks: AsyncIterator<Uint8Array>,
  end: () => unknown,
  onMade: () => void = () => {},
): Promise<ReadableStream<Uint8Array> | null> {
  const giveUp = () => {
    end()
    onMade()
  }
  if (method === 'HEAD') {
    giveUp()
    return null
  }
  const leave = await answerSlot().catch((error) => {
    giveUp()
    throw error
  })
  let first: IteratorResult<Uint8Array> | undefined = await chunks.next().catch((error) => {
    leave()
    onMade()
    throw error
  })
  const spool = new Spool(chunks, onMade)
  let waiting: NodeJS.Timeout | undefined
  const finish = () => {
    clearTimeout(waiting)
    void spool.close()
    leave()
  }
  return new ReadableStream({
    async pull(controller) {
      clearTimeout(waiting)
      const begun = first
      first = undefined
      const next = begun?.done ? undefined : (begun?.value ?? (await nextOf(spool, finish)))
      if (!next) {
        finish()
        controller.close()
        return
      }
      controller.enqueue(next)
      waiting = setTimeout(() => {
        controller.error(new Error('nobody reads it any more'))
        finish()
        end()
      }, patience).unref()
    },
    cancel() {
      finish()
      end()
    },
  })
}

const nextOf = (spool: Spool, finish: () => void) =>
  spool.next().catch((error) => {
    finish()
    throw error
  })
