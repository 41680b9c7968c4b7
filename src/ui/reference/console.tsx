'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CodeTabs } from './code-tabs'
import { useSecret } from './key-field'
import type { RequestSpec } from './model'
import classes from './operation.module.css'
import { atFirst, requestOf } from './request'
import { snippets } from './snippets'
import { TryForm } from './try-form'

type Props = {
  spec: RequestSpec
  /** `https://school.example` */
  origin: string
  title: string
}

/** How to make a call: a form that makes it here and now, and code that makes it elsewhere, filled with what was typed. */
export function Console({ spec, origin, title }: Props) {
  const t = useTranslations('reference')
  const [typed, setTyped] = useState(() => atFirst(spec))
  const [secret] = useSecret(spec.credential?.kind ?? 'key')
  const [opened, { toggle }] = useDisclosure(false)
  const form = useId()
  const request = requestOf(spec, typed, origin, secret)
  const code = {
    curl: snippets.curl(request),
    javascript: snippets.javascript(request),
    python: snippets.python(request),
  }
  return (
    <div className={classes.console}>
      <CodeTabs code={code} />
      <Button
        variant={opened ? 'subtle' : 'default'}
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={form}
        leftSection={opened ? <IconX size={16} aria-hidden="true" /> : <IconPlayerPlay size={16} aria-hidden="true" />}
      >
        {t(opened ? 'closeTry' : 'try')}
      </Button>
      <div id={form} hidden={!opened}>
        {opened && (
          <TryForm
            label={t('tryOf', { title })}
            spec={spec}
            typed={typed}
            change={setTyped}
            request={requestOf(spec, typed, '', secret)}
          />
        )}
      </div>
    </div>
  )
}
