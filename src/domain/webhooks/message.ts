import { Webhook } from 'standardwebhooks'
import type { Delivery } from './rules'

/** What a message is made of; the same at every try. */
export type Message = Pick<Delivery, 'message_id' | 'kind' | 'noun_id' | 'at'> & { school_id: number }

/**
 * The body of a message: that something changed, and the id of what. Not the record: whoever may read it reads it with a
 * key, as it is then, and an address that is wrong learns of nobody.
 */
export const bodyOf = ({ kind, at, noun_id, school_id }: Message): string =>
  JSON.stringify({ type: kind, timestamp: at, data: { id: noun_id, school_id } })

/** The headers of one try, signed by every secret that counts. */
export function headersOf(message: Message, secrets: readonly string[], now: Date): Record<string, string> {
  const id = `msg_${message.message_id}`
  const body = bodyOf(message)
  return {
    'content-type': 'application/json',
    'user-agent': 'Mingce-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}
