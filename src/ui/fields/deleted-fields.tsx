'use client'

import { Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import type { FieldRole } from '@/domain/fields/schema'
import { useTRPC } from '../trpc/client'
import classes from './fields-page.module.css'
import { useFieldActions } from './use-field-actions'

/** Fields that can still come back, values and all. */
export function DeletedFields({ role }: { role: FieldRole }) {
  const t = useTranslations('fields')
  const common = useTranslations('common')
  const format = useFormatter()
  const trpc = useTRPC()
  const { restore } = useFieldActions(role)
  const { data } = useQuery(trpc.fields.deleted.queryOptions())
  const deleted = data?.filter((field) => field.role === role) ?? []
  if (deleted.length === 0) return null
  return (
    <section className={classes.deleted} aria-labelledby="recently-deleted">
      <Title order={2} id="recently-deleted">
        {t('recentlyDeleted')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('recentlyDeletedHint')}
      </Text>
      <ul className={classes.list}>
        {deleted.map(({ id, label, holders, deleted_at }) => (
          <li key={id} className={classes.row}>
            <div className={classes.what}>
              <span className={classes.label}>{label}</span>
              <span className={classes.about}>
                <span>{t('deletedAt', { when: format.dateTime(new Date(deleted_at), { dateStyle: 'medium' }) })}</span>
                <span>{t('holders', { count: holders })}</span>
              </span>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('restore', { label })}
              onClick={() => restore(id)}
            >
              {common('restore')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
