/** What the supervisor asks each web process again and again, and what that answers from its event loop. */
export const ping = { mingce: 'ping' } as const
export type Pong = {
  mingce: 'pong'
  /** Whether it could work when it looked last; undefined: it has not looked yet. */
  isReady?: boolean | undefined
}

export const isPing = (message: unknown): boolean => kindOf(message) === ping.mingce

/** The answer in a message, which may also be of others. */
export function pongOf(message: unknown): Pong | undefined {
  if (kindOf(message) !== 'pong') return undefined
  const isReady = fieldOf(message, 'isReady')
  return { mingce: 'pong', isReady: typeof isReady === 'boolean' ? isReady : undefined }
}

const kindOf = (message: unknown): unknown => fieldOf(message, 'mingce')
const fieldOf = (message: unknown, name: string): unknown =>
  typeof message === 'object' && message !== null ? Object.getOwnPropertyDescriptor(message, name)?.value : undefined
