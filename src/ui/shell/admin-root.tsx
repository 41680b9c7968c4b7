'use client'

import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { ConfirmationHost } from '../confirmation/confirmation-host'
import { TrpcRoot } from '../trpc/trpc-root'
import { ActorRoot, type Described } from './actor-context'
import { NoticesHost } from './notices-host'
import { Shell } from './shell'

/** What only the directory needs, so that signing in stays light. */
export function AdminRoot({ actor, children }: { actor: Described; children: ReactNode }) {
  return (
    <NuqsAdapter>
      <TrpcRoot>
        <ActorRoot actor={actor}>
          <ConfirmationHost />
          <NoticesHost />
          <Shell>{children}</Shell>
        </ActorRoot>
      </TrpcRoot>
    </NuqsAdapter>
  )
}
