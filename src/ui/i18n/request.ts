import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { cookieName } from '@/auth/cookies'
import { formerLocaleCookie, localeCookie, resolveLocale } from './locales'
import { messagesOf } from './messages'

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const chosen = jar.get(cookieName(localeCookie)) ?? jar.get(cookieName(formerLocaleCookie))
  const locale = resolveLocale(chosen?.value, head.get('accept-language'))
  return { locale, messages: messagesOf(locale), timeZone: 'Asia/Shanghai' }
})
