'use client'

import { Alert, Anchor, Button, FileButton, Group, Text, Textarea } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ClipboardEvent, type DragEvent, useState } from 'react'
import { type Kind, roleOf } from '../people/kind'
import classes from './imports.module.css'
import { useSize } from './use-import-words'
import { useTake } from './use-take'

/** Takes a file, chosen or dropped, or a block out of a spreadsheet. */
export function SourceForm({ kind, limit }: { kind: Kind; limit: number }) {
  const t = useTranslations('imports')
  const size = useSize()
  const { take, isPending, said, reset, language } = useTake(kind, limit)
  const [over, setOver] = useState(false)
  const [text, setText] = useState('')
  const [blank, setBlank] = useState(false)

  const onFile = (file: File | null | undefined) => {
    setOver(false)
    if (file && !isPending) take(file)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    onFile(event.dataTransfer.files[0])
  }
  const onPaste = (event: ClipboardEvent) => {
    // A file that was copied in the file manager is as good as one that is chosen.
    const [file] = event.clipboardData.files
    if (!file) return
    event.preventDefault()
    onFile(file)
  }
  const send = () => {
    if (text.trim()) take(text)
    else setBlank(true)
  }
  const template = (format: 'xlsx' | 'csv') =>
    `/api/templates?${new URLSearchParams({ input: JSON.stringify({ role: roleOf[kind], format, language }) })}`

  return (
    <div className={classes.source}>
      <section
        aria-label={t('step.source')}
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconFileSpreadsheet size={36} stroke={1.2} aria-hidden="true" />
        <Text size="sm">{t('drop')}</Text>
        <FileButton accept=".csv,.txt,.tsv,.xlsx" onChange={onFile} inputProps={{ 'aria-label': t('chooseFile') }}>
          {(props) => (
            <Button {...props} loading={isPending}>
              {t('chooseFile')}
            </Button>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {t('accepts', { limit: size(limit) })}
        </Text>
      </section>
      {said && (
        <Alert color="red" role="alert" withCloseButton closeButtonLabel={t('close')} onClose={reset}>
          {said}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        {t.rich('template', {
          xlsx: (chunks) => (
            <Anchor size="sm" underline="always" href={template('xlsx')} download>
              {chunks}
            </Anchor>
          ),
          csv: (chunks) => (
            <Anchor size="sm" underline="always" href={template('csv')} download>
              {chunks}
            </Anchor>
          ),
        })}
      </Text>
      <Textarea
        label={t('paste')}
        description={t('pasteHint')}
        placeholder={t(`pastePlaceholder.${kind}`)}
        autosize
        minRows={4}
        maxRows={10}
        value={text}
        onPaste={onPaste}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setBlank(false)
        }}
        error={blank && t('pasteBlank')}
        spellCheck={false}
      />
      <Group>
        <Button variant="default" onClick={send} loading={isPending}>
          {t('pasteSend')}
        </Button>
      </Group>
    </div>
  )
}
