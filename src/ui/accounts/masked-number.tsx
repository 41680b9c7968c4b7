'use client'

import { ActionIcon } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { maskNumber } from '@/domain/people/mask-rules'
import classes from './accounts.module.css'

/** A phone number that a glance over the shoulder does not read: its middle shows when asked for. */
export function MaskedNumber({ phone, name }: { phone: string; name: string }) {
  const t = useTranslations('accounts.phone')
  const [shown, setShown] = useState(false)
  if (!phone) return <span data-blank />
  const Icon = shown ? IconEyeOff : IconEye
  return (
    <span className={classes.phone}>
      {shown ? phone : maskNumber('phone', phone)}
      <ActionIcon
        size="sm"
        aria-label={t(shown ? 'hide' : 'show', { name })}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        <Icon size={15} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    </span>
  )
}
