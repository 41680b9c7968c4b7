'use client'

import { Anchor, Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { type MouseEvent, useState } from 'react'
import type { Field } from '@/domain/fields/schema'
import { columnsOf, showsNumbers } from '@/domain/transfer/export-rules'
import type { ExportInput, FileFormat } from '@/domain/transfer/schema'
import { useSensitiveDownload } from '../confirmation/use-sensitive-download'
import { useActor, useCan } from '../shell/actor-context'
import { ExportColumns } from './export-columns'
import { type Kind, roleOf } from './kind'

export type Exporting = { list: NonNullable<ExportInput['list']>; count: number }

type Props = {
  kind: Kind
  fields: readonly Field[]
  /** The people that go into the file; undefined while the dialog is closed. */
  wanted: Exporting | undefined
  /** What the list shows of them. */
  visible: readonly string[]
  close: () => void
}

/** A column of the list that stands in a file under another name. */
const inFile: Record<string, string> = { student_id: 'student' }

const address = (path: 'exports' | 'templates', input: object) =>
  `/api/${path}?${new URLSearchParams({ input: JSON.stringify(input) })}`

/** Asks for format and columns; the browser then downloads, and shows how far it is. */
export function ExportDialog({ kind, fields, wanted, visible, close }: Props) {
  const t = useTranslations('export')
  const common = useTranslations('common')
  const language = useLocale()
  const seesNumbers = useCan('pii:read')
  const { role: reader } = useActor()
  const download = useSensitiveDownload()
  const [format, setFormat] = useState<FileFormat>('xlsx')
  const columns = columnsOf(roleOf[kind], fields, language)
  const [picked, pick] = useState<readonly string[]>()
  const chosen = picked ?? columns.map(({ name }) => name)
  // What was on the page when the dialog closed stays in it while it leaves.
  const [last, setLast] = useState<Exporting>({ list: {}, count: 0 })
  if (wanted && wanted !== last) setLast(wanted)
  const { list, count } = wanted ?? last
  const options = { role: roleOf[kind], format, language }
  const input: ExportInput = { ...options, list, ...(picked && { columns: [...picked] }) }

  const file = address('exports', input)
  const isSensitive = showsNumbers(
    { role: reader, seesNumbers },
    roleOf[kind],
    columns.filter(({ name }) => chosen.includes(name)),
  )
  const press = (event: MouseEvent) => {
    if (chosen.length === 0) return event.preventDefault()
    if (!isSensitive) return close()
    event.preventDefault()
    void download(file).then((done) => done && close())
  }

  return (
    <Modal
      opened={wanted !== undefined}
      onClose={close}
      title={t(`title.${kind}`, { count })}
      size={620}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack gap="md">
        <div>
          <SegmentedControl
            fullWidth
            aria-label={t('format')}
            data={[
              { value: 'xlsx', label: t('xlsx') },
              { value: 'csv', label: t('csv') },
            ]}
            value={format}
            onChange={(value) => setFormat(value === 'csv' ? 'csv' : 'xlsx')}
          />
          <Text size="xs" c="dimmed" mt={6}>
            {t(`about.${format}`)}
          </Text>
        </div>
        <ExportColumns
          columns={columns}
          chosen={chosen}
          choose={pick}
          visible={['name', ...visible].map((name) => inFile[name] ?? name)}
        />
        {!seesNumbers && (
          <Text size="xs" c="dimmed">
            {t('masked')}
          </Text>
        )}
        <Group justify="space-between">
          <Anchor size="sm" href={address('templates', options)} download>
            {t('template')}
          </Anchor>
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              {common('cancel')}
            </Button>
            <Button
              component="a"
              href={file}
              download
              data-disabled={chosen.length === 0 || undefined}
              leftSection={<IconDownload size={16} aria-hidden="true" />}
              onClick={press}
            >
              {t('download')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}
