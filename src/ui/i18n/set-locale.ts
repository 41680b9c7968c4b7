'use server'

import { cookies } from 'next/headers'
import { type Locale, localeCookie, locales } from './locales'

/** Remembers the language for a year; what a caller makes up is dropped. */
export async function setLocale(locale: Locale) {
  if (!locales.includes(locale)) return
  const jar = await cookies()
  jar.set(localeCookie, locale, { path: '/', maxAge: 365 * 24 * 3600, sameSite: 'lax' })
}
