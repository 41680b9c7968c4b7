'use client'

import { Button, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { fates, type RolloverPlan } from '@/domain/rollover/schema'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { Groups } from './groups'
import classes from './rollover.module.css'
import { Unusual } from './unusual'

type Props = { year: number; plan: RolloverPlan; busy: boolean; run: () => Promise<unknown> }

/** What would happen: counted, by cohort and class, and who is an exception; and the button that does it. */
export function RolloverPreview({ year, plan, busy, run }: Props) {
  const t = useTranslations('rollover')
  const id = useId()
  const [asking, setAsking] = useState(false)
  const counted = fates
    .map((fate) => ({
      fate,
      count: plan.groups.filter((group) => group.fate === fate).reduce((sum, group) => sum + group.count, 0),
    }))
    .filter(({ count }) => count > 0)
  return (
    <section aria-labelledby={id} className={classes.preview}>
      <Title order={2} size="h3" id={id}>
        {t('plan.title')}
      </Title>
      <Text role="status" mt={4}>
        {counted.map(({ fate, count }) => t(`plan.fates.${fate}`, { count })).join(t('enumeration'))}
      </Text>
      {plan.options.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('plan.options', { options: plan.options.join(t('enumeration')) })}
        </Text>
      )}
      <Groups groups={plan.groups} />
      {plan.exceptionCount > 0 && <Unusual plan={plan} />}
      {plan.written === 0 ? (
        <Text mt="md">{t('plan.nothing')}</Text>
      ) : (
        <Button mt="lg" onClick={() => setAsking(true)}>
          {t('run')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('confirm.title', { year: `${year - 1}–${year}` })}
        confirm={t('confirm.go')}
        busy={busy}
        onConfirm={() => void run().finally(() => setAsking(false))}
        onCancel={() => setAsking(false)}
      >
        {t('confirm.body', { count: plan.written })}
      </ConfirmDialog>
    </section>
  )
}
