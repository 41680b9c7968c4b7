'use client'

import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { useTransition } from 'react'
import { type Locale, locales } from './locales'
import { setLocale } from './set-locale'

/** Remembers another language and draws the page again in it. */
export function useLanguage() {
  const locale = useLocale()
  const router = useRouter()
  const [pending, start] = useTransition()
  const choose = (next: Locale) =>
    start(async () => {
      await setLocale(next)
      router.refresh()
    })
  return { locale, other: locales.find((each) => each !== locale) ?? locale, pending, choose }
}
