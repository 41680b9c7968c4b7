'use client'

import { Anchor, Text, Title } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './api-keys.module.css'

/** What a key is for, where there is none yet. */
export function KeysEmpty({ add }: { add: ReactNode }) {
  const t = useTranslations('apiKeys')
  return (
    <div className={classes.empty}>
      <IconKey size={40} stroke={1.2} aria-hidden="true" />
      <Title order={2}>{t('empty')}</Title>
      <Text c="dimmed" maw={460} mb="sm">
        {t('emptyBody')}
      </Text>
      {add}
      <Anchor href="/docs/api" size="sm" mt="xs">
        {t('docs')}
      </Anchor>
    </div>
  )
}
