import { randomUUID } from 'node:crypto'
import { acs3Canonical, acs3Claim, acs3Signature } from './acs3'
import { type Answer, type Call, type Fault, gateway, header } from './http'

export const aliyunAccount = {
  keyId: 'stand-in-key',
  keySecret: 'stand-in-key-secret',
  signName: '名册',
  template: 'SMS_100000001',
  /** What the template leaves open. */
  variables: ['username', 'code'],
}

type Message = { phone: string; params: Record<string, string> }

const skewMs = 15 * 60 * 1000
const longestVariable = 20
const mustBeSigned = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
]

/** Stands in for dysmsapi.aliyuncs.com: checks a call as it does, and keeps what it would have sent. */
export async function aliyunGateway(account = aliyunAccount, faults: Fault[] = []) {
  const nonces = new Set<string>()
  const sent: Message[] = []

  function authenticate(call: Call): Answer | undefined {
    const claim = acs3Claim(call)
    if (!claim) return said(400, 'IncompleteSignature', header(call, 'authorization'))
    if (claim.keyId !== account.keyId) return said(404, 'InvalidAccessKeyId.NotFound', claim.keyId)
    const age = Math.abs(Date.now() - Date.parse(header(call, 'x-acs-date')))
    if (!(age < skewMs)) return said(400, 'InvalidTimeStamp.Expired', 'x-acs-date')
    const canonical = acs3Canonical(call, claim.signed)
    const whole = mustBeSigned.every((name) => claim.signed.includes(name))
    if (!whole || acs3Signature(canonical, account.keySecret) !== claim.signature) {
      // As the real one: what it says repeats the request, phone number and code included.
      return said(400, 'SignatureDoesNotMatch', `server string to sign is: ${canonical}`)
    }
    const nonce = header(call, 'x-acs-signature-nonce')
    if (nonces.has(nonce)) return said(400, 'SignatureNonceUsed', nonce)
    nonces.add(nonce)
    return undefined
  }

  function send(query: URLSearchParams): string {
    const phone = query.get('PhoneNumbers') ?? ''
    if (!/^1\d{10}$/.test(phone)) return 'isv.MOBILE_NUMBER_ILLEGAL'
    if (query.get('SignName') !== account.signName) return 'isv.SMS_SIGNATURE_ILLEGAL'
    if (query.get('TemplateCode') !== account.template) return 'isv.SMS_TEMPLATE_ILLEGAL'
    const params = texts(query.get('TemplateParam') ?? '')
    if (!params) return 'isv.INVALID_JSON_PARAM'
    if (account.variables.some((name) => !(name in params))) return 'isv.TEMPLATE_MISSING_PARAMETERS'
    const values = Object.values(params)
    if (values.some((value) => [...value].length > longestVariable)) return 'isv.PARAM_LENGTH_LIMIT'
    if (values.some((value) => /https?:|\w\.\w/.test(value))) return 'isv.PARAM_NOT_SUPPORT_URL'
    if (sent.some((message) => message.phone === phone)) return 'isv.BUSINESS_LIMIT_CONTROL'
    sent.push({ phone, params })
    return 'OK'
  }

  const answer = (call: Call): Answer => {
    const version = header(call, 'x-acs-version')
    if (header(call, 'x-acs-action') !== 'SendSms' || version !== '2017-05-25')
      return said(404, 'InvalidAction.NotFound', '')
    return authenticate(call) ?? said(200, send(call.url.searchParams), call.url.search)
  }
  return { ...(await gateway(answer, faults)), sent }
}

const said = (status: number, Code: string, Message: string): Answer => ({
  status,
  json: { Code, Message, RequestId: randomUUID().toUpperCase() },
})

/** A JSON object whose values are texts, as the gateway wants the parameters; numbers it refuses. */
function texts(json: string): Record<string, string> | undefined {
  try {
    const parsed: unknown = JSON.parse(json)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    const entries = Object.entries(parsed)
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}
