'use client'

import { Button, Checkbox, Group, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ExportColumn } from '@/domain/transfer/export-rules'
import classes from './export-dialog.module.css'

type Props = {
  columns: readonly ExportColumn[]
  chosen: readonly string[]
  choose: (names: string[]) => void
  /** Those that the list shows. */
  visible: readonly string[]
}

const kinds = ['built_in', 'field', 'guardian'] as const

/** Which columns a file has: every one has a box, in the groups that a form has. */
export function ExportColumns({ columns, chosen, choose, visible }: Props) {
  const t = useTranslations('export')
  const names = columns.map(({ name }) => name)
  const groups = kinds.map((kind) => ({ kind, own: columns.filter((column) => column.kind === kind) }))
  return (
    <div>
      <Group justify="space-between" mb={6} gap="xs">
        <Text component="h3" size="sm" fw={600}>
          {t('columns')}
        </Text>
        <Group gap={4}>
          <Button size="compact-xs" variant="subtle" onClick={() => choose(names)}>
            {t('allColumns')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => choose(names.filter((name) => visible.includes(name)))}
          >
            {t('visibleColumns')}
          </Button>
        </Group>
      </Group>
      <Checkbox.Group value={[...chosen]} onChange={choose}>
        <div className={classes.columns}>
          {groups.map(
            ({ kind, own }) =>
              own.length > 0 && (
                <fieldset key={kind} className={classes.group}>
                  <Text component="legend" size="xs" c="dimmed">
                    {t(`group.${kind}`)}
                  </Text>
                  <div className={classes.boxes}>
                    {own.map(({ name, title }) => (
                      <Checkbox key={name} size="sm" value={name} label={title} />
                    ))}
                  </div>
                </fieldset>
              ),
          )}
        </div>
      </Checkbox.Group>
    </div>
  )
}
