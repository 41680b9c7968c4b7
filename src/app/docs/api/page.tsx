import { getLocale, getTranslations } from 'next-intl/server'
import { guidePath, guides } from '@/ui/reference/guides/guides'
import { Overview } from '@/ui/reference/overview'
import { contractsIn } from './contracts'

export default async function ReferencePage() {
  const [locale, t] = await Promise.all([getLocale(), getTranslations('guides')])
  return (
    <Overview
      contracts={await contractsIn(locale)}
      guides={guides.map(({ slug, key }) => ({
        href: guidePath(slug),
        title: t(`${key}.title`),
        summary: t(`${key}.summary`),
      }))}
    />
  )
}
