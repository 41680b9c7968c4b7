import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { contentsOf } from '@/ui/reference/contents'
import { ReferenceFrame } from '@/ui/reference/frame'
import { guidePath, guides } from '@/ui/reference/guides/guides'
import { contractsIn } from './contracts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('reference')
  return { title: { default: t('title'), template: `%s · ${t('title')}` }, description: t('description') }
}

export default async function ReferenceLayout({ children }: { children: ReactNode }) {
  const [locale, { common, reference }, t, words] = await Promise.all([
    getLocale(),
    getMessages(),
    getTranslations('reference'),
    getTranslations('guides'),
  ])
  const pages = [
    { href: '/docs/api', title: t('overview') },
    ...guides.map(({ slug, key }) => ({ href: guidePath(slug), title: words(`${key}.title`) })),
  ]
  return (
    <NextIntlClientProvider messages={{ common, reference }}>
      <ReferenceFrame groups={contentsOf(await contractsIn(locale))} pages={pages}>
        {children}
      </ReferenceFrame>
    </NextIntlClientProvider>
  )
}
