import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ForgottenPage } from '@/ui/entry/forgotten-page'
import { EntrySheet } from '@/ui/kit/entry-frame'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('register.forgotten')
  return { title: t('title') }
}

export default function ForgottenPasswordPage() {
  return (
    <EntrySheet width={460}>
      <ForgottenPage />
    </EntrySheet>
  )
}
