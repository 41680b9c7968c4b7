import type { Worker } from 'node:cluster'

/**
 * Closes, at the end of a process, the connections that it was handed and has not taken. Node keeps them open for ever,
 * and so would wait whoever called. What Node sends and is answered is known by its number.
 */
export function closeUntaken({ process }: Worker): void {
  const handedOver = new Map<number, Closable>()
  if (!process.send) return
  process.send = new Proxy(process.send, {
    apply(send, self, sent) {
      const [message, handle] = sent
      const number = numberOf(message, 'seq')
      if (number !== undefined && isClosable(handle)) handedOver.set(number, handle)
      return Reflect.apply(send, self, sent)
    },
  })
  process.on('internalMessage', (answer: unknown) => handedOver.delete(numberOf(answer, 'ack') ?? -1))
  process.once('exit', () => {
    for (const handle of handedOver.values()) handle.close()
  })
}

type Closable = { close(): void }

const isClosable = (value: unknown): value is Closable =>
  typeof value === 'object' && value !== null && 'close' in value && typeof value.close === 'function'

function numberOf(message: unknown, name: 'seq' | 'ack'): number | undefined {
  const value: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined
  return typeof value === 'number' ? value : undefined
}
