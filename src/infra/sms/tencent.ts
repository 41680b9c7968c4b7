import { type Attempt, failure, isPassing, word } from './attempt'
import { type CodeMessage, usernameVariable } from './message'
import type { SmsSettingsOf } from './settings'

/** Tencent Cloud's SendSms (2021-01-11) by its own SDK, which signs by TC3-HMAC-SHA256. */
export async function tencentSender(settings: SmsSettingsOf<'tencent'>) {
  const { sms } = await import('tencentcloud-sdk-nodejs-sms')
  const client = new sms.v20210111.Client({
    credential: { secretId: settings.secretId, secretKey: settings.secretKey },
    region: settings.region,
    profile: {
      httpProfile: {
        endpoint: settings.endpoint.host,
        protocol: settings.endpoint.secure ? 'https://' : 'http://',
        reqTimeout: settings.timeoutMs / 1000,
      },
    },
  })
  return ({ phone, username, code }: CodeMessage) => {
    const request = {
      PhoneNumberSet: [`+86${phone}`],
      SmsSdkAppId: settings.appId,
      SignName: settings.signName,
      TemplateId: settings.template,
      TemplateParamSet: settings.params.map((name) => (name === 'code' ? code : usernameVariable(username))),
    }
    return async (): Promise<Attempt> => {
      try {
        const answer = await client.SendSms(request)
        const status = answer.SendStatusSet?.[0]?.Code
        return status === 'Ok' ? { ok: true } : refused(status, answer.RequestId)
      } catch (error) {
        return failed(error)
      }
    }
  }
}

function refused(code: unknown, requestId: unknown, again = false): Attempt {
  return { ok: false, reason: 'refused', detail: `tencent: ${word(code)} (request ${word(requestId)})`, again }
}

function failed(error: unknown): Attempt {
  if (!(error instanceof Error)) return failure(error)
  const status = 'httpCode' in error ? error.httpCode : undefined
  if (typeof status === 'number') {
    return { ok: false, reason: 'unreachable', detail: `tencent: ${status}`, again: isPassing(status) }
  }
  const code = 'code' in error ? word(error.code) : ''
  if (!code) return failure(error)
  return refused(code, 'requestId' in error ? error.requestId : '', code.startsWith('RequestLimitExceeded'))
}
