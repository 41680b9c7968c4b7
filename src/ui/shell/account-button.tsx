'use client'

import { UnstyledButton } from '@mantine/core'
import { IconSelector, IconUserCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import type { ComponentPropsWithRef } from 'react'
import { useActor } from './actor-context'
import classes from './shell.module.css'

/** Who is signed in. */
export function AccountButton(props: Omit<ComponentPropsWithRef<'button'>, 'children'>) {
  const t = useTranslations('shell')
  const { username } = useActor()
  return (
    <UnstyledButton {...props} className={classes.account} aria-label={t('accountMenu', { username })}>
      <IconUserCircle size={20} stroke={1.5} aria-hidden="true" />
      <span>{username}</span>
      <IconSelector size={16} stroke={1.5} aria-hidden="true" />
    </UnstyledButton>
  )
}
