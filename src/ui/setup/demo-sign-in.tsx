'use client'

import { Button, CopyButton, Stack, Table, TableTbody, TableTd, TableTh, TableTr, Text, Title } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { signInWith } from '../auth/sign-in-with'

export type DemoSignIn = { username: string; password: string; school: string }

/** The sign-in of the demo school, said once. */
export function DemoSignInSheet({ made }: { made: DemoSignIn }) {
  const t = useTranslations('setup.demo')
  const common = useTranslations('common')
  const [busy, setBusy] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const lines = (['school', 'username', 'password'] as const).map((key) => [t(key), made[key]] as const)

  const enter = async () => {
    setBusy(true)
    const entered = await signInWith(made.username, made.password)
    window.location.assign(entered.state === 'in' ? '/students' : '/sign-in')
  }

  return (
    <Stack gap="md">
      <Title order={1} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {t('ready')}
      </Title>
      <Text c="dimmed">{t('readyBody')}</Text>
      <Table variant="vertical" withTableBorder>
        <TableTbody>
          {lines.map(([label, value]) => (
            <TableTr key={label}>
              <TableTh scope="row" w={110}>
                {label}
              </TableTh>
              <TableTd ff={label === t('school') ? undefined : 'monospace'}>{value}</TableTd>
            </TableTr>
          ))}
        </TableTbody>
      </Table>
      <CopyButton value={lines.map((line) => line.join(': ')).join('\n')}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={
              copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />
            }
          >
            <span aria-live="polite">{copied ? common('copied') : t('copy')}</span>
          </Button>
        )}
      </CopyButton>
      <Button onClick={enter} loading={busy}>
        {t('enter')}
      </Button>
    </Stack>
  )
}
