import { aliyunSender } from './aliyun'
import { type Attempt, type Limits, sendWithin } from './attempt'
import type { CodeMessage, Sent } from './message'
import { appendToOutbox, outboxFile } from './outbox'
import type { SmsSettings } from './settings'
import { tencentSender } from './tencent'
import { webhookSender } from './webhook'

/** A message made ready once, and handed over as often as it takes. */
type Sender = (message: CodeMessage) => (timeoutMs: number) => Promise<Attempt>

function senderOf(settings: SmsSettings, dataDir: string): Sender | Promise<Sender> {
  switch (settings.provider) {
    case 'outbox':
      return (message) => () => appendToOutbox(outboxFile(dataDir), message, settings.sign)
    case 'aliyun':
      return aliyunSender(settings)
    case 'tencent':
      return tencentSender(settings)
    case 'webhook':
      return webhookSender(settings)
  }
}

/** What sends codes by these settings. Nothing of a provider is loaded before its first message. It never rejects. */
export function smsSender(settings: SmsSettings, dataDir: string, limits: Limits = settings) {
  let sender: Promise<Sender> | undefined
  return async (message: CodeMessage): Promise<Sent> => {
    sender ??= Promise.resolve(senderOf(settings, dataDir))
    try {
      return await sendWithin(limits, (await sender)(message))
    } catch {
      sender = undefined
      return { ok: false, reason: 'misconfigured', detail: `the provider ${settings.provider} cannot be loaded` }
    }
  }
}
