import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { type Attempt, isPassing } from './attempt'
import { type CodeMessage, codeText } from './message'
import type { SmsSettingsOf } from './settings'

/** A message to a school's own gateway, signed by the Standard Webhooks scheme (standardwebhooks.com). */
export function webhookSender(settings: SmsSettingsOf<'webhook'>) {
  const signer = new Webhook(settings.secret)
  return (message: CodeMessage) => {
    // One for all tries: whoever gets a message twice can tell.
    const id = `msg_${randomUUID()}`
    const at = new Date()
    const { phone, username = '', code } = message
    const text = codeText(message, settings.sign)
    const body = JSON.stringify({ phone, text, template: 'code', params: { username, code }, id, at: at.toISOString() })
    return async (timeoutMs: number): Promise<Attempt> => {
      const now = new Date()
      const answer = await fetch(settings.url, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          'webhook-signature': signer.sign(id, now, body),
        },
        redirect: 'manual',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
      })
      await answer.body?.cancel()
      return attemptOf(answer.status)
    }
  }
}

function attemptOf(status: number): Attempt {
  if (status >= 200 && status < 300) return { ok: true }
  const detail = `the webhook answered ${status}`
  if (status >= 300 && status < 400) return { ok: false, reason: 'misconfigured', detail: `${detail}, a redirect` }
  if (status >= 500) return { ok: false, reason: 'unreachable', detail, again: isPassing(status) }
  return { ok: false, reason: 'refused', detail, again: status === 429 }
}
