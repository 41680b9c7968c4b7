'use client'

import { Alert, Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { AnswerPanel } from './answer-panel'
import { KeyField } from './key-field'
import type { RequestSpec } from './model'
import classes from './operation.module.css'
import { atFirst, type HttpRequest, keyOf, missing, type Typed } from './request'
import { useCall } from './use-call'

type Props = { label: string; spec: RequestSpec; typed: Typed; change: (typed: Typed) => void; request: HttpRequest }

export function TryForm({ label, spec, typed, change, request }: Props) {
  const t = useTranslations('reference')
  const { outcome, busy, send, stop } = useCall()
  const [tried, setTried] = useState(false)
  const empty = tried ? missing(spec, typed) : []
  const needsKey = tried && request.credential?.secret === ''
  const set = (key: string, value: string) => change({ ...typed, parameters: { ...typed.parameters, [key]: value } })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (missing(spec, typed).length === 0 && request.credential?.secret !== '') void send(request)
  }
  return (
    <form aria-label={label} onSubmit={submit} className={classes.form} noValidate>
      {spec.credential && <KeyField kind={spec.credential.kind} error={needsKey ? t('keyMissing') : undefined} />}
      <div className={classes.given}>
        {spec.parameters.map((each) => {
          const key = keyOf(each)
          const props = {
            size: 'xs',
            label: each.name,
            withAsterisk: each.isRequired,
            value: typed.parameters[key] ?? '',
            error: empty.includes(key) ? t('valueMissing') : undefined,
          }
          return each.options.length > 0 ? (
            <NativeSelect
              key={key}
              {...props}
              data={['', ...each.options]}
              onChange={(event) => set(key, event.currentTarget.value)}
            />
          ) : (
            <TextInput
              key={key}
              {...props}
              placeholder={each.example}
              description={each.isPairs ? t('pairs') : undefined}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set(key, event.currentTarget.value)}
            />
          )
        })}
      </div>
      {spec.body && (
        <Textarea
          label={t('body')}
          description={spec.body.mediaType}
          autosize
          minRows={3}
          maxRows={18}
          spellCheck={false}
          ff="monospace"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
          value={typed.body}
          onChange={(event) => change({ ...typed, body: event.currentTarget.value })}
          error={request.body?.isJson && !isJson(typed.body) ? t('notJson') : undefined}
        />
      )}
      {spec.method !== 'GET' && spec.credential && (
        <Alert color="amber" p="xs">
          {t('writes')}
        </Alert>
      )}
      <Group gap="xs">
        <Button type="submit" loading={busy}>
          {t('send', { method: spec.method })}
        </Button>
        {busy ? (
          <Button variant="default" onClick={stop}>
            {t('stop')}
          </Button>
        ) : (
          <Button variant="subtle" color="gray" onClick={() => change(atFirst(spec))}>
            {t('reset')}
          </Button>
        )}
      </Group>
      <div role="status">{outcome && <AnswerPanel outcome={outcome} />}</div>
    </form>
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
