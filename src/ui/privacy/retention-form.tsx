'use client'

import { Button, Group, NumberInput, Switch, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { registrationDays } from '@/domain/privacy/registration-rules'
import type { Retention, RetentionPatch } from '@/domain/privacy/schema'
import { UnsavedPage } from '../form/unsaved-page'
import { useFailureText } from '../i18n/use-failure-text'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import classes from './privacy.module.css'
import { usePrivacyWords } from './use-privacy-words'

const roles = ['student', 'teacher', 'guardian'] as const
const most = 50

/** After how many years people who left are erased, and whether that happens by itself. */
export function RetentionForm({ retention }: { retention: Retention }) {
  const t = useTranslations('privacy')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { moment } = usePrivacyWords()
  const { ofFailure } = useFailureText()
  const { last_run_at, history_years } = retention
  // What is not changed here stays what somebody else may have made of it.
  const [changed, setChanged] = useState<RetentionPatch>({})
  const rules = { ...retention, ...changed }
  const save = useMutation(
    trpc.privacy.setRetention.mutationOptions({
      onSuccess: (saved) => {
        client.setQueryData(trpc.privacy.retention.queryKey(), saved)
        setChanged({})
        notifyDone(t('rules.saved'))
      },
      onError: (error) => notifyFailure(ofFailure(failureOf(error))),
      onSettled: () => client.invalidateQueries(trpc.privacy.pathFilter()),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(changed)
  }
  return (
    <section className={classes.section} aria-labelledby="rules">
      <Title order={2} id="rules">
        {t('rules.title')}
      </Title>
      <Text size="sm" c="dimmed" maw={720}>
        {t('rules.intro')}
      </Text>
      <UnsavedPage dirty={Object.keys(changed).length > 0} />
      <form onSubmit={submit}>
        <div className={classes.rules}>
          {roles.map((role) => (
            <NumberInput
              key={role}
              label={t(`rules.${role}`)}
              placeholder={t('rules.never')}
              value={rules[role] ?? ''}
              onChange={(value) => setChanged({ ...changed, [role]: typeof value === 'number' ? value : null })}
              min={1}
              max={most}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="strict"
              suffix={t('rules.years')}
            />
          ))}
        </div>
        <Switch
          label={t('rules.nightly')}
          description={last_run_at ? t('rules.lastRun', { at: moment(last_run_at) }) : t('rules.nightlyAbout')}
          checked={rules.nightly}
          onChange={(event) => setChanged({ ...changed, nightly: event.currentTarget.checked })}
        />
        <Group mt="md">
          <Button type="submit" loading={save.isPending}>
            {common('save')}
          </Button>
        </Group>
      </form>
      <Text size="sm" mt="md">
        {t('rules.registrations', registrationDays)}{' '}
        {history_years === 0 ? t('rules.historyForEver') : t('rules.history', { years: history_years })}
      </Text>
    </section>
  )
}
