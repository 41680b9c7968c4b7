'use client'

import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentPropsWithRef } from 'react'

/** What the filters that have no room open by. */
export function MoreButton(props: Omit<ComponentPropsWithRef<'button'>, 'color' | 'children'>) {
  const t = useTranslations('table')
  return (
    <Button
      {...props}
      variant="default"
      fw={400}
      leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.6} aria-hidden="true" />}
    >
      {t('moreFilters')}
    </Button>
  )
}
