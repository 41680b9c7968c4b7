'use client'

import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react'
import { PasswordField } from '../kit/password-field'
import { waitForSite } from '../outage/site'
import { type SignInOutcome, signInWith } from './sign-in-with'

const SchoolSearch = lazy(() => import('./school-search'))

type Props = {
  next: string
  /** Some school takes registrations. */
  canRegister: boolean
  /** The site took a call of its own page for one of another site. */
  isRefused: boolean
}

export function SignInForm({ next, canRegister, isRefused }: Props) {
  const t = useTranslations('signIn')
  const ofErrors = useTranslations('errors')
  const password = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState<SignInOutcome | undefined>(isRefused ? { state: 'otherSite' } : undefined)
  const [asksSchool, setAsksSchool] = useState(false)
  const [school, setSchool] = useState('')
  const [lacksSchool, setLacksSchool] = useState(false)

  const seconds = outcome && 'seconds' in outcome ? outcome.seconds : 0
  const refusal =
    outcome?.state === 'unwell'
      ? ofErrors(`state.${outcome.of}`)
      : outcome && outcome.state !== 'in' && outcome.state !== 'school'
        ? t(outcome.state, { seconds, minutes: Math.ceil(seconds / 60) })
        : undefined

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const sheet = event.currentTarget
    const form = new FormData(sheet)
    setBusy(true)
    setLacksSchool(false)
    const attempt = () => signInWith(String(form.get('username')).trim(), String(form.get('password')), school)
    let now = await attempt()
    // To sign in twice does no harm: the same words are sent again until the site takes or refuses them.
    while (now.state === 'unwell' && (await waitForSite({ state: now.of, kind: 'signIn', form: sheet })))
      now = await attempt()
    // A full load: the page behind comes with a session and a nonce of its own.
    if (now.state === 'in') return window.location.assign(next)
    setOutcome(now)
    setBusy(false)
    // The box that is asked for has the cursor; what was typed stays.
    if (now.state === 'school') {
      setLacksSchool(asksSchool)
      return setAsksSchool(true)
    }
    password.current?.focus()
    password.current?.select()
  }

  return (
    // POST, so that a press before the script is there never writes the password into the address.
    <form method="post" onSubmit={submit} aria-label={t('title')}>
      <Stack gap="md">
        <TextInput
          name="username"
          label={t('username')}
          description={t('usernameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
          onChange={() => {
            // Another name may need no school.
            setAsksSchool(false)
            setLacksSchool(false)
            setSchool('')
          }}
          size="md"
        />
        <PasswordField
          ref={password}
          name="password"
          label={t('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={refusal}
          onChange={() => setOutcome(undefined)}
          size="md"
        />
        {asksSchool && (
          <Suspense>
            <Text size="sm" role="status">
              {t('school')}
            </Text>
            <SchoolSearch
              value={school}
              error={lacksSchool ? t('schoolNeeded') : undefined}
              onChange={(id) => {
                setSchool(id)
                setLacksSchool(false)
                setOutcome(undefined)
              }}
            />
          </Suspense>
        )}
        <Button type="submit" size="md" loading={busy} fullWidth mt={4}>
          {t('submit')}
        </Button>
        <Group justify={canRegister ? 'space-between' : 'center'} gap="xs">
          {canRegister && (
            <Anchor href="/register" size="sm">
              {t('register')}
            </Anchor>
          )}
          <Anchor href="/forgotten" size="sm">
            {t('forgot')}
          </Anchor>
        </Group>
      </Stack>
    </form>
  )
}
