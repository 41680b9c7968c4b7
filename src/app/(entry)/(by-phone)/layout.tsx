import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import { TrpcRoot } from '@/ui/trpc/trpc-root'

/** What registering and coming back need beyond signing in: their words, and somebody to call. */
export default async function ByPhoneLayout({ children }: { children: ReactNode }) {
  const { common, errors, register } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ common, errors, register }}>
      <TrpcRoot>{children}</TrpcRoot>
    </NextIntlClientProvider>
  )
}
