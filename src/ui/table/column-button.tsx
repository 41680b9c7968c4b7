'use client'

import { ActionIcon } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentPropsWithRef } from 'react'

/** What the choice of columns opens by. */
export function ColumnButton(props: Omit<ComponentPropsWithRef<'button'>, 'color' | 'children'>) {
  const t = useTranslations('table')
  return (
    <ActionIcon {...props} variant="default" size={36} aria-label={t('columns')} title={t('columns')}>
      <IconColumns3 size={18} stroke={1.6} aria-hidden="true" />
    </ActionIcon>
  )
}
