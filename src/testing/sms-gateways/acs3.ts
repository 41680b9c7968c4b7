import { hmac, sha256 } from './hmac'
import { type Call, header } from './http'

// Alibaba Cloud's signature of version 3, after its description "请求体&签名机制 V3", and apart from its SDK.
const shape = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/

/** What a call claims by its Authorization header, or undefined. */
export function acs3Claim(call: Call) {
  const [, keyId = '', signed = '', signature = ''] = shape.exec(header(call, 'authorization')) ?? []
  return signature ? { keyId, signed: signed.split(';'), signature } : undefined
}

const escaped = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** The text that is hashed and signed. */
export function acs3Canonical(call: Call, signed: string[]): string {
  const query = [...call.url.searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort()
    .join('&')
  const headers = signed.map((name) => `${name}:${header(call, name).trim()}\n`).join('')
  return [call.method, call.url.pathname, query, headers, signed.join(';'), sha256(call.body)].join('\n')
}

export const acs3Signature = (canonical: string, secret: string): string =>
  hmac(secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex')
