'use client'

import { Alert, Text } from '@mantine/core'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useActor } from './actor-context'
import classes from './shell.module.css'

/** Warns an administrator, on the first page, that the disk of the site is nearly full. */
export function DiskNotice() {
  const t = useTranslations('shell.disk')
  const { isDiskLow } = useActor()
  const isFirstPage = usePathname() === '/students'
  if (!isDiskLow || !isFirstPage) return null
  return (
    <Alert color="amber" radius={0} className={classes.notice} role="region" aria-label={t('label')}>
      <Text size="sm">{t('low')}</Text>
    </Alert>
  )
}
