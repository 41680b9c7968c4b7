/** A code on its way to a phone (`^1\d{10}$`). The username is whatever a stranger typed into a form. */
export type CodeMessage = { phone: string; username: string; code: string }

/**
 * `refused`: the gateway answered, and does not send. `unreachable`: no answer in time, or only errors; it may have sent.
 * `misconfigured`: nothing could be asked. The detail is for the operator; it holds no code, no key and no phone number.
 */
export type Sent = { ok: true } | { ok: false; reason: 'refused' | 'unreachable' | 'misconfigured'; detail: string }

const withoutControls = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')

const longestName = 150
const longestVariable = 12

/** The text, where we write it ourselves; the words are the excourse contract's. */
export function codeText({ username, code }: CodeMessage, sign: string): string {
  const name = [...withoutControls(username)].slice(0, longestName).join('')
  return `你好！${name},您的验证码：${code}。如非本人操作，可不用理会！【${sign}】`
}

/**
 * The username as a gateway's template takes it. Gateways refuse a variable that is long, or that could be an address on
 * the web: a longer name is cut, and of an address the letters stay.
 */
export function usernameVariable(username: string): string {
  const letters = [...username.replace(/[^\p{L}\p{N}_-]/gu, '')].slice(0, longestVariable).join('')
  return letters || '用户'
}

/** The phone number as a log may hold it: all but the last four digits hidden. */
export const maskedPhone = (phone: string): string => phone.replace(/.(?=.{4})/gu, '*')
