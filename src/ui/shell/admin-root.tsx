'use client'

import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { TrpcRoot } from '../trpc/trpc-root'
import { ActorRoot, type Described } from './actor-context'
import { Shell } from './shell'

/** What only the directory needs, so that signing in stays light. */
export function AdminRoot({ actor, children }: { actor: Described; children: ReactNode }) {
  const t = useTranslations('shell')
  // A message is made outside React's tree, where no language is known: its button has its name from here.
  const named = { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('dismiss') } } } } }
  return (
    <NuqsAdapter>
      <TrpcRoot>
        <ActorRoot actor={actor}>
          <MantineThemeProvider theme={named} inherit>
            <Notifications position="bottom-center" autoClose={6000} limit={3} />
          </MantineThemeProvider>
          <Shell>{children}</Shell>
        </ActorRoot>
      </TrpcRoot>
    </NuqsAdapter>
  )
}
