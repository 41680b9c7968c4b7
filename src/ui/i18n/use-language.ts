'use client'

import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { useContext, useTransition } from 'react'
import { writeCookie } from '../kit/write-cookie'
import { LanguageCookieName } from './language-cookie'
import { type Locale, locales } from './locales'

/** Remembers another language and draws the page again in it. */
export function useLanguage() {
  const locale = useLocale()
  const router = useRouter()
  const [pending, start] = useTransition()
  const cookie = useContext(LanguageCookieName)
  const choose = (next: Locale) => {
    writeCookie(cookie, next)
    start(() => router.refresh())
  }
  return { locale, other: locales.find((each) => each !== locale) ?? locale, pending, choose }
}
