import { env } from '../env'
import { log } from '../log'
import { type CodeMessage, phoneEnd, type Sent } from './message'
import { smsSender } from './sender'

let send: ReturnType<typeof smsSender> | undefined

/**
 * Sends a code by the provider of the settings, trying again where nothing can have been sent, for at most twice
 * SMS_TIMEOUT_MS. A failure is logged here and returned; it never rejects. Who may be sent how many is not decided here.
 */
export async function sendCode(message: CodeMessage): Promise<Sent> {
  const { sms, dataDir } = env()
  send ??= smsSender(sms, dataDir)
  const sent = await send(message)
  if (!sent.ok) {
    const { reason, detail } = sent
    log.warn({ provider: sms.provider, to: phoneEnd(message.phone), reason, detail }, 'a code was not sent')
  }
  return sent
}
