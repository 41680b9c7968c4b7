'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useAccountChecks } from '../entry/use-account-checks'
import { useEntryForm } from '../entry/use-entry-form'
import type { Draft } from '../form/use-draft'
import { notifyDone } from '../kit/notify'
import { useTRPC } from '../trpc/client'

type Options = {
  blank: Draft
  check: (key: string, values: Draft) => Promise<string | undefined>
  send: (values: Draft) => Promise<unknown>
  /** What is said once it is saved. */
  said: (values: Draft) => string
}

/** A form of one's own account: saved, it draws anew whatever the account shows elsewhere on the page. */
export function useOwnForm({ blank, check, send, said }: Options) {
  const trpc = useTRPC()
  const client = useQueryClient()
  const router = useRouter()
  const { words } = useAccountChecks()
  return useEntryForm({
    blank,
    check,
    words,
    send: async (values) => {
      await send(values)
      notifyDone(said(values))
      await client.invalidateQueries(trpc.own.pathFilter())
      // The name beside the account menu, and what the account may now see.
      router.refresh()
    },
  })
}
