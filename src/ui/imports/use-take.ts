'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import type { Failure } from '@/domain/errors'
import { useFailureText } from '../i18n/use-failure-text'
import { isAwayStatus } from '../outage/away-status'
import { waitForSite } from '../outage/site'
import { type Kind, roleOf } from '../people/kind'
import { useTRPC, useTRPCClient } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { useSize } from './use-import-words'

/** A file that was not taken, with what the server said of it. */
class NotTaken extends Error {
  constructor(readonly failure: Failure | null) {
    super('the file was not taken')
  }
}

type Answer = { id?: number; failure?: Failure | null }

/** Sends the file; the answer is undefined where nobody took it. */
async function send(kind: Kind, file: File): Promise<{ response: Response | undefined; answer: Answer }> {
  const query = new URLSearchParams({ role: String(roleOf[kind]), name: file.name.slice(-255) })
  const response = await fetch(`/api/imports?${query}`, {
    method: 'POST',
    // Whatever the browser takes it for: the reader looks at the file itself.
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => undefined)
  return { response, answer: (await response?.json().catch(() => undefined)) ?? {} }
}

async function upload(kind: Kind, file: File): Promise<{ id: number }> {
  for (;;) {
    const { response, answer } = await send(kind, file)
    if (response?.status === 401) window.location.assign(`/sign-in?next=${encodeURIComponent('/import')}`)
    if (response?.ok && answer.id !== undefined) return { id: answer.id }
    const failure = answer.failure ?? null
    const isAway = !response || isAwayStatus(response.status)
    const state = failure?.kind === 'unavailable' ? (failure.state ?? 'busy') : 'away'
    // Only the site itself knows that it took nothing.
    const kindOfWait = failure?.kind === 'unavailable' ? 'save' : 'unsure'
    if (!isAway || !(await waitForSite({ state, kind: kindOfWait }))) throw new NotTaken(failure)
  }
}

/** Sends a file or a pasted block, and goes on to what came of it. */
export function useTake(kind: Kind, limit: number) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const caller = useTRPCClient()
  const client = useQueryClient()
  const router = useRouter()
  const language = useLocale()
  const size = useSize()
  const { ofFailure } = useFailureText()
  const tooLarge: Failure = { kind: 'refused', reason: 'too_large' }
  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: async (given: File | string) => {
      if (given instanceof File) {
        if (given.size > limit) throw new NotTaken(tooLarge)
        return upload(kind, given)
      }
      return caller.imports.paste.mutate({ role: roleOf[kind], text: given, name: t('pastedName') })
    },
    onSuccess({ id }) {
      void client.invalidateQueries(trpc.imports.list.pathFilter())
      router.push(`/import/${id}`)
    },
  })
  const failure = error instanceof NotTaken ? error.failure : failureOf(error)
  const isTooLarge = failure?.kind === 'refused' && failure.reason === 'too_large'
  const said = error ? (isTooLarge ? t('problem.too_large', { limit: size(limit) }) : ofFailure(failure)) : undefined
  return { take: mutate, isPending: isPending || isSuccess, said, reset, language }
}
