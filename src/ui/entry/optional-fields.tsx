'use client'

import { Collapse, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { textProps } from '../form/text-props'
import classes from './register-form.module.css'
import { optionalKeys } from './registration-draft'
import type { EntryForm } from './use-entry-form'

const boxes = {
  work_id: { autoComplete: 'off', maxLength: 25 },
  email: { type: 'email', autoComplete: 'email', maxLength: 256 },
  wechat: { autoComplete: 'off', maxLength: 128 },
} as const

/** What a school likes to know but nobody needs to say; it opens by itself when something in it is wrong. */
export function OptionalFields({ form }: { form: EntryForm }) {
  const t = useTranslations('register')
  const common = useTranslations('common')
  const id = useId()
  const [unfolded, setUnfolded] = useState(false)
  const opened = unfolded || optionalKeys.some((key) => form.errors[key] !== undefined)
  return (
    <div>
      <UnstyledButton
        className={classes.fold}
        aria-expanded={opened}
        aria-controls={id}
        onClick={() => setUnfolded(!opened)}
      >
        <IconChevronRight size={16} stroke={1.8} aria-hidden="true" data-opened={opened || undefined} />
        {t('more')}
        <span>{common('optional')}</span>
      </UnstyledButton>
      <Collapse id={id} expanded={opened}>
        <Stack gap="md" pt="sm">
          {optionalKeys.map((key) => (
            <TextInput
              key={key}
              {...textProps(form, key)}
              {...boxes[key]}
              label={t(key)}
              description={key === 'work_id' ? t('work_idHint') : undefined}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              size="md"
            />
          ))}
        </Stack>
      </Collapse>
    </div>
  )
}
