import { hmac, sha256 } from './hmac'
import { type Call, header } from './http'

// Tencent Cloud's signature of version 3, after its description "签名方法 v3", and apart from its SDK.
const shape =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/

/** What a call claims by its Authorization header, or undefined. */
export function tc3Claim(call: Call) {
  const parts = shape.exec(header(call, 'authorization'))
  const [, secretId = '', date = '', service = '', signed = '', signature = ''] = parts ?? []
  return parts ? { secretId, date, service, signed: signed.split(';'), signature } : undefined
}

type Scope = { date: string; service: string; signed: string[] }

/** The signature that a call should bear. The port is the stand-in's own; the real gateway has none to sign. */
export function tc3Signature(call: Call, { date, service, signed }: Scope, secret: string): string {
  const value = (name: string) => (name === 'host' ? header(call, name).replace(/:\d+$/, '') : header(call, name))
  const headers = signed.map((name) => `${name}:${value(name).trim().toLowerCase()}\n`).join('')
  const query = call.url.search.slice(1)
  const canonical = [call.method, call.url.pathname, query, headers, signed.join(';'), sha256(call.body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', header(call, 'x-tc-timestamp'), scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secret}`, date), service), 'tc3_request')
  return hmac(key, toSign).toString('hex')
}
