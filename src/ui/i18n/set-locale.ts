'use server'

import { cookies } from 'next/headers'
import { cookieName, cookieOptions } from '@/auth/cookies'
import { type Locale, localeCookie, locales } from './locales'

/** Remembers the language for a year; what a caller makes up is dropped. */
export async function setLocale(locale: Locale) {
  if (!locales.includes(locale)) return
  const jar = await cookies()
  jar.set(cookieName(localeCookie), locale, { ...cookieOptions(), maxAge: 365 * 24 * 3600 })
}
