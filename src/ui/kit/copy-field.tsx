'use client'

import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

/** What is copied, and what the button says; `name` tells it from the others, all quiet, when there are several. */
type Props = { value: string; label: string; action: string; name?: string }

/** Something to hand on, whole and selectable, with a button that copies it. */
export function CopyField({ value, label, action, name }: Props) {
  const common = useTranslations('common')
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <TextInput
        label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        flex={1}
        miw={0}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <CopyButton value={value} timeout={2500}>
        {({ copied, copy }) => (
          <Button
            variant={name === undefined ? 'filled' : 'default'}
            onClick={copy}
            aria-label={name}
            leftSection={
              copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />
            }
          >
            <span aria-live="polite">{copied ? common('copied') : action}</span>
          </Button>
        )}
      </CopyButton>
    </Group>
  )
}
