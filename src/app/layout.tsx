import '@mantine/core/styles.css'
import '@/ui/theme/global.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { cookieName } from '@/auth/cookies'
import { LanguageCookie } from '@/ui/i18n/language-cookie'
import { languageTag, localeCookie } from '@/ui/i18n/locales'
import { OutageNote } from '@/ui/outage/outage-note'
import { ThemeRoot } from '@/ui/theme/theme-root'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return {
    title: { default: t('product'), template: `%s · ${t('product')}` },
    description: t('tagline'),
    icons: { icon: '/favicon.svg' },
    // A directory of pupils is nobody's search result.
    robots: { index: false, follow: false },
    // Safari makes links of student numbers.
    formatDetection: { telephone: false },
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f6f3' },
    { media: '(prefers-color-scheme: dark)', color: '#17181a' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, { common, outage }, head] = await Promise.all([getLocale(), getMessages(), headers()])
  const nonce = head.get('x-nonce') ?? undefined
  return (
    <html lang={languageTag[locale]} {...mantineHtmlProps}>
      <head>
        {/* Browsers hide a nonce from scripts, so that React would find it missing. */}
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} suppressHydrationWarning />
      </head>
      <body>
        <ThemeRoot nonce={nonce}>
          <LanguageCookie value={cookieName(localeCookie)}>
            <NextIntlClientProvider messages={{ common, outage }}>
              {children}
              <OutageNote />
            </NextIntlClientProvider>
          </LanguageCookie>
        </ThemeRoot>
      </body>
    </html>
  )
}
