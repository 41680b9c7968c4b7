'use client'

import { Alert, Button, Group, List, ListItem, Progress, Stack, Text, Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { useTRPCClient } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import { type DemoSignIn, DemoSignInSheet } from './demo-sign-in'

const contents = ['students', 'teachers', 'guardians', 'fields'] as const

export function DemoForm({ token, back }: { token: string; back: () => void }) {
  const t = useTranslations('setup.demo')
  const common = useTranslations('common')
  const { ofFailure } = useFailureText()
  const calls = useTRPCClient()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const [made, setMade] = useState<DemoSignIn>()

  const make = async () => {
    setBusy(true)
    setRefusal(undefined)
    try {
      setMade(await calls.setUp.demo.mutate({ token }))
    } catch (error) {
      setRefusal(ofFailure(failureOf(error)))
    } finally {
      setBusy(false)
    }
  }

  if (made) return <DemoSignInSheet made={made} />
  return (
    <Stack gap="md">
      <Title order={1}>{t('title')}</Title>
      <Text>{t('contains')}</Text>
      <List spacing={6} withPadding>
        {contents.map((each) => (
          <ListItem key={each}>{t(each)}</ListItem>
        ))}
      </List>
      <Text size="sm" c="dimmed">
        {t('note')}
      </Text>
      {busy && (
        <div role="status">
          <Progress value={100} animated aria-label={t('making')} />
          <Text size="sm" mt={6}>
            {t('making')}
          </Text>
        </div>
      )}
      {refusal && (
        <Alert color="red" role="alert">
          {refusal}
        </Alert>
      )}
      <Group justify="space-between" mt="xs">
        <Button variant="subtle" color="gray" onClick={back} disabled={busy}>
          {common('back')}
        </Button>
        <Button onClick={make} disabled={busy}>
          {t('submit')}
        </Button>
      </Group>
    </Stack>
  )
}
