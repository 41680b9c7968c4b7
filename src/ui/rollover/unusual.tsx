'use client'

import { Text, Title } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { RolloverPlan } from '@/domain/rollover/schema'
import classes from './rollover.module.css'

/** The students who are not simply moved up or out, and why. */
export function Unusual({ plan }: { plan: RolloverPlan }) {
  const t = useTranslations('rollover')
  const id = useId()
  const { exceptions, exceptionCount } = plan
  const none = t('plan.noClass')
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h3" mt="lg" id={id}>
        {t('unusual.title', { count: exceptionCount })}
      </Title>
      <ul className={classes.unusual} aria-labelledby={id}>
        {exceptions.map(({ id: person, name, usin, reason, before, after }) => (
          <li key={person}>
            <Link href={`/students?person=${person}`}>{name}</Link> <span className={classes.quiet}>{usin}</span>
            <span className={classes.reason}>
              {t(`unusual.reason.${reason}`, { before: before || none, after: after || none })}
            </span>
          </li>
        ))}
      </ul>
      {exceptionCount > exceptions.length && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('unusual.more', { count: exceptionCount - exceptions.length })}
        </Text>
      )}
    </section>
  )
}
