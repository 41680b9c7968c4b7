'use client'

import { useSessionStorage } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { PasswordField } from '../kit/password-field'
import type { Credential } from './model'

type Kind = Credential['kind']

/** The reader's own key or token. It stays in this tab: never in an address, never sent anywhere but with a call. */
export const useSecret = (kind: Kind) =>
  useSessionStorage<string>({ key: `mingce.reference.${kind}`, defaultValue: '' })

export function KeyField({ kind = 'key', error }: { kind?: Kind; error?: string | undefined }) {
  const t = useTranslations('reference')
  const [key, setKey] = useSecret(kind)
  return (
    <PasswordField
      label={t(kind)}
      description={t('keyHint')}
      value={key}
      onChange={(event) => setKey(event.currentTarget.value.trim())}
      error={error}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
