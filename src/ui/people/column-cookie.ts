import { writeCookie } from '../kit/write-cookie'
import type { Kind } from './kind'

/** Which columns a browser shows: in a cookie, so that the server draws them at once. By https its name says more. */
export const columnCookie = (kind: Kind) => `columns-${kind}`

export const readColumns = (text: string | undefined): string[] | undefined =>
  text === undefined ? undefined : text.split('.').filter((id) => /^\w{1,80}$/.test(id))

/** `cookie`: the whole name, as the server reads it. */
export const rememberColumns = (cookie: string, columns: readonly string[] | undefined) =>
  writeCookie(cookie, columns?.join('.'))
