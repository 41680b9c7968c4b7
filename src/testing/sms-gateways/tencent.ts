import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Answer, type Call, type Fault, gateway, header } from './http'
import { tc3Claim, tc3Signature } from './tc3'

export const tencentAccount = {
  secretId: 'stand-in-id',
  secretKey: 'stand-in-secret-key',
  appId: '1400000001',
  signName: '名册',
  template: '100001',
  /** How many places the template leaves open. */
  places: 2,
}

const skewSeconds = 300
const longestVariable = 12

const body = z.object({
  PhoneNumberSet: z.array(z.string()).min(1),
  SmsSdkAppId: z.string(),
  TemplateId: z.string(),
  SignName: z.string(),
  TemplateParamSet: z.array(z.string()),
})

type Message = { phone: string; params: string[] }

/** Stands in for sms.tencentcloudapi.com: checks a call as it does, and keeps what it would have sent. */
export async function tencentGateway(account = tencentAccount, faults: Fault[] = []) {
  const sent: Message[] = []

  function authenticate(call: Call): string | undefined {
    const claim = tc3Claim(call)
    if (!claim) return 'AuthFailure.InvalidAuthorization'
    if (claim.secretId !== account.secretId) return 'AuthFailure.SecretIdNotFound'
    const seconds = Number(header(call, 'x-tc-timestamp'))
    if (!(Math.abs(Date.now() / 1000 - seconds) < skewSeconds)) return 'AuthFailure.SignatureExpire'
    const today = new Date(seconds * 1000).toISOString().slice(0, 10)
    const whole = ['content-type', 'host'].every((name) => claim.signed.includes(name))
    const scoped = whole && claim.date === today && claim.service === 'sms'
    if (!scoped || tc3Signature(call, claim, account.secretKey) !== claim.signature)
      return 'AuthFailure.SignatureFailure'
    return undefined
  }

  function misaddressed(call: Call): string | undefined {
    if (header(call, 'x-tc-action') !== 'SendSms') return 'InvalidAction'
    if (header(call, 'x-tc-version') !== '2021-01-11') return 'NoSuchVersion'
    if (!/^ap-[a-z]+$/.test(header(call, 'x-tc-region'))) return 'UnsupportedRegion'
    return undefined
  }

  function send(phone: string, params: string[], asked: z.output<typeof body>): string {
    if (!/^\+861\d{10}$/.test(phone)) return 'InvalidParameterValue.IncorrectPhoneNumber'
    if (asked.SmsSdkAppId !== account.appId) return 'UnauthorizedOperation.SmsSdkAppIdVerifyFail'
    if (asked.SignName !== account.signName) return 'FailedOperation.SignatureIncorrectOrUnapproved'
    if (asked.TemplateId !== account.template) return 'FailedOperation.TemplateIncorrectOrUnapproved'
    if (params.length !== account.places) return 'FailedOperation.TemplateParamSetNotMatchApprovedTemplate'
    const long = params.some((value) => [...value].length > longestVariable)
    if (long) return 'InvalidParameterValue.TemplateParameterLengthLimit'
    if (sent.some((message) => message.phone === phone)) return 'LimitExceeded.PhoneNumberThirtySecondLimit'
    sent.push({ phone, params })
    return 'Ok'
  }

  const answer = (call: Call): Answer => {
    const wrong = misaddressed(call) ?? authenticate(call)
    if (wrong) return tencentError(wrong, call.body)
    const asked = body.safeParse(JSON.parse(call.body))
    if (!asked.success) return tencentError('InvalidParameter', call.body)
    const { PhoneNumberSet, TemplateParamSet } = asked.data
    const SendStatusSet = PhoneNumberSet.map((phone) => {
      const Code = send(phone, TemplateParamSet, asked.data)
      return { Code, Message: Code, PhoneNumber: phone, SerialNo: '', Fee: Code === 'Ok' ? 1 : 0, IsoCode: 'CN' }
    })
    return { status: 200, json: { Response: { SendStatusSet, RequestId: randomUUID() } } }
  }
  return { ...(await gateway(answer, faults)), sent }
}

/** How the cloud's API says no to a call as a whole: with 200. */
export const tencentError = (Code: string, Message: string): Answer => ({
  status: 200,
  json: { Response: { Error: { Code, Message }, RequestId: randomUUID() } },
})
