'use client'

import { Alert, Checkbox, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type KeyScope, keyScopes } from '@/domain/policy'
import { useScopeWords } from './use-scope-words'

type Props = { value: readonly KeyScope[]; onChange: (scopes: KeyScope[]) => void; error: string | undefined }

/** What a key may do, in plain words. */
export function ScopeChoice({ value, onChange, error }: Props) {
  const t = useTranslations('apiKeys')
  const ofScope = useScopeWords()
  return (
    <Checkbox.Group
      label={t('may')}
      value={[...value]}
      onChange={(chosen) => onChange(keyScopes.filter((scope) => chosen.includes(scope)))}
      error={error}
      required
    >
      <Stack gap="xs" mt={6}>
        {keyScopes.map((scope) => (
          <Checkbox key={scope} value={scope} label={ofScope(scope).label} description={ofScope(scope).opens} />
        ))}
        {value.includes('pii:read') && (
          <Alert color="amber" icon={<IconAlertTriangle size={18} aria-hidden="true" />} title={t('piiTitle')}>
            {t('piiBody')}
          </Alert>
        )}
      </Stack>
    </Checkbox.Group>
  )
}
