'use client'

import { useIsMutating } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { OnceDialog } from '../kit/once-dialog'
import { useTRPC } from '../trpc/client'
import { KeyShown } from './key-shown'
import type { NewKey } from './types'

type Props = {
  opened: boolean
  title: string
  made: NewKey | undefined
  close: () => void
  /** Called when it is gone from sight. */
  gone: () => void
  children: ReactNode
}

/** A dialog that may end in a new secret, which it then shows, and which nothing but its own button closes. */
export function SecretDialog({ opened, title, made, close, gone, children }: Props) {
  const trpc = useTRPC()
  const busy = useIsMutating({ mutationKey: trpc.apiKeys.pathKey() }) > 0
  return (
    <OnceDialog opened={opened} title={title} busy={busy} shown={made !== undefined} close={close} gone={gone}>
      {made ? <KeyShown made={made} done={close} /> : children}
    </OnceDialog>
  )
}
