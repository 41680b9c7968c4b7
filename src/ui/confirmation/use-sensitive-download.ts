'use client'

import { useFailureText } from '../i18n/use-failure-text'
import { notifyFailure } from '../kit/notify'
import { useTRPCClient } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'

/** Goes to a download as a link does. */
function follow(address: string) {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

/** Asks for the password where it is wanted, then downloads; answers whether the browser was sent there. */
export function useSensitiveDownload() {
  const calls = useTRPCClient()
  const { ofFailure } = useFailureText()
  return async (address: string): Promise<boolean> => {
    try {
      await calls.own.confirmed.query()
    } catch (error) {
      notifyFailure(ofFailure(failureOf(error)))
      return false
    }
    follow(address)
    return true
  }
}
