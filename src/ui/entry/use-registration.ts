'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Draft } from '../form/use-draft'
import { atOnce } from '../outage/outage-link'
import { useTRPC, useTRPCClient } from '../trpc/client'
import type { Invited, OpenSchool } from './register-page'
import { blankRegistration, registrationOf } from './registration-draft'
import { useAccountChecks } from './use-account-checks'
import { useEntryForm } from './use-entry-form'

type Options = {
  schools: readonly OpenSchool[]
  invited: Invited | undefined
  done: (registered: { username: string; isPending: boolean; school: string }) => void
}

/** The registration as it is typed: what is wrong with it, its code, and sending it. */
export function useRegistration({ schools, invited, done }: Options) {
  const t = useTranslations('register.wrong')
  const trpc = useTRPC()
  const calls = useTRPCClient()
  const cache = useQueryClient()
  const { words, checkText, checkCode, checkNewPassword } = useAccountChecks()
  const [free, setFree] = useState('')
  const [only] = schools
  const first = invited?.school ?? (schools.length === 1 ? only : undefined)
  const schoolOf = (values: Draft) =>
    invited?.school.name ?? schools.find(({ id }) => String(id) === values.school_id)?.name ?? ''
  const knownOf = (values: Draft) => [values.username ?? '', values.phone ?? '', schoolOf(values)]

  const checkUsername = async (typed: string) => {
    const wrong = await checkText('username', typed)
    if (wrong) return wrong
    const username = typed.trim()
    // When this cannot be asked, sending the form finds out.
    const isFree = await cache
      .fetchQuery(trpc.entry.isUsernameFree.queryOptions({ username }, { retry: false, trpc: { context: atOnce } }))
      .catch(() => undefined)
    setFree(isFree ? username : '')
    return isFree === false ? words({ field: 'username', reason: 'taken', value: username }) : undefined
  }
  const check = async (key: string, values: Draft) => {
    const value = values[key] ?? ''
    if (key === 'school_id') return value === '' ? t('school_id') : undefined
    if (key === 'wants_grade') return value === '0' ? t('whichGrade') : undefined
    if (key === 'username') return checkUsername(value)
    if (key === 'password') return checkNewPassword(value, knownOf(values))
    return key === 'code' ? checkCode(value) : checkText(key, value)
  }
  const send = async (values: Draft) => {
    const made = await calls.entry.register.mutate(registrationOf(values, invited?.token))
    done({ username: made.username, isPending: made.is_pending, school: schoolOf(values) })
  }
  const form = useEntryForm({
    blank: { ...blankRegistration, school_id: first ? String(first.id) : '' },
    check,
    words,
    send,
  })
  const username = (form.values.username ?? '').trim()
  return {
    form,
    known: knownOf(form.values),
    isFree: free !== '' && free === username,
    askCode: () => calls.entry.code.mutate({ phone: (form.values.phone ?? '').trim() }),
  }
}
