import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { EntryFrame } from '@/ui/kit/entry-frame'

export default async function EntryLayout({ children }: { children: ReactNode }) {
  const { common, errors, setup, signIn } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ common, errors, setup, signIn }}>
      <EntryFrame>{children}</EntryFrame>
    </NextIntlClientProvider>
  )
}
