'use client'

import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useState } from 'react'
import { afterPress } from '../form/after-press'

/** A password box that can be read back and that says when Caps Lock is on. */
export function PasswordField(props: PasswordInputProps) {
  const t = useTranslations('common')
  const [visible, setVisible] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const look = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <PasswordInput
      {...props}
      aria-invalid={props.error ? true : undefined}
      visible={visible}
      onVisibilityChange={setVisible}
      onKeyDown={look}
      onKeyUp={look}
      onBlur={() => void afterPress().then(() => setCapsLock(false))}
      description={capsLock ? t('capsLock') : props.description}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      visibilityToggleButtonProps={{
        'aria-label': visible ? t('hidePassword') : t('showPassword'),
        'aria-pressed': visible,
        tabIndex: 0,
      }}
    />
  )
}
