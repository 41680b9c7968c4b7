'use client'

import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

/** A link to hand on, whole and selectable, with a button that copies it. */
export function CopyLink({ link, label }: { link: string; label: string }) {
  const t = useTranslations('accounts')
  const common = useTranslations('common')
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <TextInput
        label={label}
        value={link}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        flex={1}
        miw={0}
        ff="monospace"
      />
      <CopyButton value={link} timeout={2500}>
        {({ copied, copy }) => (
          <Button
            onClick={copy}
            leftSection={
              copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />
            }
          >
            <span aria-live="polite">{copied ? common('copied') : t('copyLink')}</span>
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
