'use client'

import { Button, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCheck, IconHourglass } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'

type Props = { title: string; children: string; waits?: boolean }

/** Says that it is done, and leads to signing in. */
export function EntryDone({ title, children, waits = false }: Props) {
  const t = useTranslations('register')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const Icon = waits ? IconHourglass : IconCheck
  return (
    <Stack gap="md" align="flex-start">
      <ThemeIcon size={44} radius="xl" variant="light" color={waits ? 'amber' : 'green'}>
        <Icon size={22} stroke={1.6} aria-hidden="true" />
      </ThemeIcon>
      <Title order={1} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {title}
      </Title>
      <Text>{children}</Text>
      <Button component="a" href="/sign-in" size="md" mt="xs" variant={waits ? 'default' : 'filled'}>
        {t('signIn')}
      </Button>
    </Stack>
  )
}
