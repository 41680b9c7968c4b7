'use client'

import { Button, Checkbox, Popover, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useOpened } from '../kit/on-demand'
import { ColumnButton } from './column-button'

type Props = {
  columns: { id: string; label: string }[]
  visible: readonly string[]
  show: (visible: string[]) => void
  reset: () => void
}

/** The button of the columns, and below it the list of them. */
export function ColumnPanel({ columns, visible, show, reset }: Props) {
  const t = useTranslations('table')
  const { button, opened, setOpened } = useOpened()
  return (
    <Popover position="bottom-end" trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <ColumnButton ref={button} onClick={() => setOpened(!opened)} />
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
