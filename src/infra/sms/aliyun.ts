import { type Attempt, failure, isPassing, word } from './attempt'
import { defaultExport } from './default-export'
import { type CodeMessage, usernameVariable } from './message'
import type { SmsSettingsOf } from './settings'

/** Alibaba Cloud's SendSms (Dysmsapi 2017-05-25) by its own SDK, which signs by ACS3-HMAC-SHA256. */
export async function aliyunSender(settings: SmsSettingsOf<'aliyun'>) {
  const [sdk, core] = await Promise.all([import('@alicloud/dysmsapi20170525'), import('@alicloud/openapi-core')])
  const Client = defaultExport(sdk)
  const client = new Client(
    new core.$OpenApiUtil.Config({
      accessKeyId: settings.keyId,
      accessKeySecret: settings.keySecret,
      endpoint: settings.endpoint.host,
      protocol: settings.endpoint.secure ? 'HTTPS' : 'HTTP',
      connectTimeout: settings.timeoutMs,
      readTimeout: settings.timeoutMs,
    }),
  )
  return ({ phone, username, code }: CodeMessage) => {
    const values = [usernameVariable(username), code].slice(-settings.params.length)
    const request = new sdk.SendSmsRequest({
      phoneNumbers: phone,
      signName: settings.signName,
      templateCode: settings.template,
      templateParam: JSON.stringify(Object.fromEntries(settings.params.map((name, place) => [name, values[place]]))),
    })
    return async (): Promise<Attempt> => {
      try {
        const { body } = await client.sendSms(request)
        return body?.code === 'OK' ? { ok: true } : refused(body?.code, body?.requestId)
      } catch (error) {
        return failed(error)
      }
    }
  }
}

function refused(code: unknown, requestId: unknown, again = false): Attempt {
  return { ok: false, reason: 'refused', detail: `aliyun: ${word(code)} (request ${word(requestId)})`, again }
}

function failed(error: unknown): Attempt {
  if (!(error instanceof Error) || !('statusCode' in error)) return failure(error)
  const code = 'code' in error ? word(error.code) : ''
  const requestId = 'requestId' in error ? error.requestId : ''
  const status = Number(error.statusCode)
  if (status >= 500) {
    return { ok: false, reason: 'unreachable', detail: `aliyun: ${status} ${code}`, again: isPassing(status) }
  }
  return refused(code, requestId, code.startsWith('Throttling'))
}
