'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import { PasswordForm } from './password-form'
import { PhoneForm } from './phone-form'
import { ProfileForm } from './profile-form'
import { Sessions } from './sessions'
import { SignOutButton } from './sign-out-button'
import { StandingNote } from './standing-note'

/** One's own account: how it stands, and all of it that is one's own to change. */
export function AccountPage() {
  const t = useTranslations('account')
  const trpc = useTRPC()
  const { data: account, isError, refetch } = useQuery(trpc.own.account.queryOptions())
  return (
    <Page title={t('title')} actions={<SignOutButton />} narrow>
      {isError && <LoadFailed retry={() => void refetch()} />}
      {account && (
        <>
          <StandingNote account={account} />
          {/* A password that holds the account back comes first. */}
          {account.is_weak && <PasswordForm account={account} />}
          <ProfileForm account={account} />
          {!account.is_weak && <PasswordForm account={account} />}
          <PhoneForm account={account} />
          <Sessions />
        </>
      )}
    </Page>
  )
}
