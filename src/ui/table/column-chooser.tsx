'use client'

import { ActionIcon, Button, Checkbox, Popover, Stack, Text, Tooltip } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'

type Props = {
  columns: { id: string; label: string }[]
  visible: readonly string[]
  show: (visible: string[]) => void
  reset: () => void
}

export function ColumnChooser({ columns, visible, show, reset }: Props) {
  const t = useTranslations('table')
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Tooltip label={t('columns')}>
          <ActionIcon variant="default" size={36} aria-label={t('columns')}>
            <IconColumns3 size={18} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns')}>
        <Stack gap={10} mah={400} style={{ overflowY: 'auto' }} pr="sm">
          <Text size="xs" c="dimmed">
            {t('columnsAlways')}
          </Text>
          {columns.map(({ id, label }) => (
            <Checkbox
              key={id}
              size="sm"
              label={label}
              checked={visible.includes(id)}
              onChange={(event) =>
                show(event.currentTarget.checked ? [...visible, id] : visible.filter((each) => each !== id))
              }
            />
          ))}
        </Stack>
        <Button mt="sm" size="compact-sm" variant="subtle" color="gray" onClick={reset}>
          {t('columnsReset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
