import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { hmac } from './hmac'
import { type Answer, type Call, type Fault, gateway, header } from './http'

export const webhookSecret = `whsec_${Buffer.alloc(32, 'stand-in').toString('base64')}`

const skewSeconds = 300

const body = z.strictObject({
  phone: z.string(),
  text: z.string(),
  template: z.literal('code'),
  params: z.strictObject({ username: z.string(), code: z.string() }),
  id: z.string(),
  at: z.iso.datetime(),
})

/** Whether a call is signed as Standard Webhooks wants it; written after the specification, apart from its library. */
export function webhookSigned(call: Pick<Call, 'headers' | 'body'>, secret: string): boolean {
  const [id, seconds] = [call.headers['webhook-id'], call.headers['webhook-timestamp']]
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = Buffer.from(`v1,${hmac(key, `${id}.${seconds}.${call.body}`).toString('base64')}`)
  const given = Buffer.from(String(call.headers['webhook-signature']))
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** A school's own gateway, as its maker would write it: one message an id, however often it comes. */
export async function webhookGateway(secret = webhookSecret, faults: Fault[] = []) {
  const sent = new Map<string, z.output<typeof body>>()
  const answer = (call: Call): Answer => {
    const age = Math.abs(Date.now() / 1000 - Number(header(call, 'webhook-timestamp')))
    if (call.method !== 'POST' || !(age < skewSeconds) || !webhookSigned(call, secret)) return { status: 401, json: {} }
    const message = body.safeParse(JSON.parse(call.body))
    if (!message.success || message.data.id !== header(call, 'webhook-id')) return { status: 400, json: {} }
    sent.set(message.data.id, message.data)
    return { status: 204, json: {} }
  }
  return { ...(await gateway(answer, faults)), sent }
}
