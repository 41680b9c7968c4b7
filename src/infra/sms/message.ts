/** A code on its way to a phone (`^1\d{10}$`). `username`: a name that may be sent; without it the code goes alone. */
export type CodeMessage = { phone: string; username?: string | undefined; code: string }

/**
 * `refused`: the gateway answered, and does not send. `unreachable`: no answer in time, or only errors; it may have sent.
 * `misconfigured`: nothing could be asked. The detail is for the operator; it holds no code, no key and no phone number.
 */
export type Sent = { ok: true } | { ok: false; reason: 'refused' | 'unreachable' | 'misconfigured'; detail: string }

/** The text, where we write it ourselves; the words are the excourse contract's. A name left out takes its comma along. */
export const codeText = ({ username, code }: CodeMessage, sign: string): string =>
  `你好！${username ? `${username},` : ''}您的验证码：${code}。如非本人操作，可不用理会！【${sign}】`

/** The username as a gateway's template takes it. Gateways refuse an empty variable: a word for everybody stands there. */
export const usernameVariable = (username: string | undefined): string => username || '用户'

/** What a log may hold of a phone: how it ends. What people see is masked by `people/mask-rules.ts`. */
export const phoneEnd = (phone: string): string => `…${phone.slice(-4)}`
