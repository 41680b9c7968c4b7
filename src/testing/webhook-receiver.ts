import { type Answer, type Call, type Fault, gateway, header } from './sms-gateways/http'
import { webhookSigned } from './sms-gateways/webhook'

export type Received = { id: string; type: string; data: { id: number; school_id: number }; timestamp: string }

const skewSeconds = 300

/**
 * A receiver on 127.0.0.1 as the Standard Webhooks specification wants it, which knows one secret: it refuses what is not
 * signed by it. Faults befall its first calls, one each; `answer` says what becomes of those that are signed.
 */
export async function webhookReceiver(options: { faults?: Fault[]; answer?: (call: Call) => Answer } = {}) {
  const received: Received[] = []
  let secret = ''
  const receive = (call: Call): Answer => {
    const signatures = header(call, 'webhook-signature').split(' ')
    const age = Math.abs(Date.now() / 1000 - Number(header(call, 'webhook-timestamp')))
    const signed = signatures.some((signature) =>
      webhookSigned({ ...call, headers: { ...call.headers, 'webhook-signature': signature } }, secret),
    )
    if (!signed || !(age < skewSeconds)) return { status: 401, json: {} }
    const { type, data, timestamp } = JSON.parse(call.body)
    received.push({ id: header(call, 'webhook-id'), type, data, timestamp })
    return options.answer?.(call) ?? { status: 204, json: {} }
  }
  const { port, calls, close } = await gateway(receive, options.faults)
  return {
    url: `http://127.0.0.1:${port}/hook`,
    calls,
    received,
    close,
    /** The secret that it believes in from now on. */
    trust(own: string) {
      secret = own
    },
  }
}
