'use client'

import { Badge, Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import type { OwnSession } from '../accounts/types'
import { useFailureText } from '../i18n/use-failure-text'
import { LoadFailed } from '../kit/load-failed'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { deviceOf } from './device'
import { Section } from './section'
import classes from './section.module.css'

/** Where one is signed in, this browser first, and the ways to end the others. */
export function Sessions() {
  const t = useTranslations('ownAccount.sessions')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { data, isError, refetch } = useQuery(trpc.own.sessions.queryOptions())
  const end = useMutation(
    trpc.own.endSessions.mutationOptions({
      onSuccess: ({ count }) => notifyDone(t('ended', { count })),
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => client.invalidateQueries(trpc.own.sessions.queryFilter()),
    }),
  )
  const sessions = [...(data ?? [])].sort((one, other) => Number(other.is_this) - Number(one.is_this))
  return (
    <Section title={t('title')} aside={t('body')}>
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      <ul className={classes.sessions}>
        {sessions.map((session) => (
          <Row key={session.id} session={session} busy={end.isPending} end={() => end.mutate({ id: session.id })} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate({})}>
          {t('endOthers')}
        </Button>
      )}
    </Section>
  )
}

function Row({ session, busy, end }: { session: OwnSession; busy: boolean; end: () => void }) {
  const t = useTranslations('ownAccount.sessions')
  const format = useFormatter()
  const device = deviceOf(session.user_agent)
  const name = device ? t('device', { system: device.system, browser: device.browser }) : t('unknown')
  const Icon = device?.isHandheld ? IconDeviceMobile : IconDeviceDesktop
  const when = format.dateTime(new Date(session.created_at), { dateStyle: 'medium', timeStyle: 'short' })
  return (
    <li className={classes.session}>
      <Icon size={22} stroke={1.4} aria-hidden="true" />
      <div>
        <span className={classes.device}>
          {name}
          {session.is_this && <Badge color="green">{t('this')}</Badge>}
        </span>
        <span className={classes.meta}>{[t('since', { when }), session.address].filter(Boolean).join(' · ')}</span>
      </div>
      {!session.is_this && (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          disabled={busy}
          aria-label={t('endOne', { device: name })}
          onClick={end}
        >
          {t('end')}
        </Button>
      )}
    </li>
  )
}
