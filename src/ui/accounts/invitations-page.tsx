'use client'

import { Button, Text, Title } from '@mantine/core'
import { IconMailPlus, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { LoadFailed } from '../kit/load-failed'
import { notifyDone, notifyFailure } from '../kit/notify'
import { Page } from '../kit/page'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import classes from './accounts.module.css'
import { InvitationDialog } from './invitation-dialog'
import { InvitationRow } from './invitation-row'
import { RegistrationsSwitch } from './registrations-switch'

/** The links by which teachers register themselves. */
export function InvitationsPage() {
  const t = useTranslations('accounts.invitations')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { ofFailure } = useFailureText()
  const { data, isError, refetch } = useQuery(trpc.accounts.invitations.queryOptions())
  const [making, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<number>()
  const revoke = useMutation(
    trpc.accounts.revokeInvitation.mutationOptions({
      onSuccess: () => notifyDone(t('revoked')),
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => {
        setRevoking(undefined)
        return client.invalidateQueries(trpc.accounts.invitations.queryFilter())
      },
    }),
  )
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>
      {t('new')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={data && data.length > 0 ? add : undefined}>
      <RegistrationsSwitch />
      {isError && !data && <LoadFailed retry={() => void refetch()} />}
      {data && data.length === 0 && (
        <div className={classes.empty}>
          <IconMailPlus size={40} stroke={1.2} aria-hidden="true" />
          <Title order={2}>{t('empty')}</Title>
          <Text c="dimmed" maw={420} mb="sm">
            {t('emptyBody')}
          </Text>
          {add}
        </div>
      )}
      {data && data.length > 0 && (
        <>
          <Text size="sm" c="dimmed" mb="sm" maw={640}>
            {t('intro')}
          </Text>
          <ul className={`${classes.list} ${classes.ruled}`} aria-label={t('table')}>
            {data.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} revoke={() => setRevoking(invitation.id)} />
            ))}
          </ul>
        </>
      )}
      <InvitationDialog opened={making} close={() => setMaking(false)} />
      <ConfirmDialog
        opened={revoking !== undefined}
        title={t('confirmRevoke')}
        confirm={t('revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoking !== undefined && revoke.mutate({ id: revoking })}
        onCancel={() => setRevoking(undefined)}
      >
        {t('confirmRevokeBody')}
      </ConfirmDialog>
    </Page>
  )
}
