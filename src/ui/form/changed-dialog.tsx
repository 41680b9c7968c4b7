'use client'

import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import classes from './changed-dialog.module.css'
import type { Difference } from './differences'

/** How a form's keys and values are called. */
export type Words = { name: (key: string) => string; say: (key: string, value: string) => ReactNode }

type Props = Words & {
  opened: boolean
  /** Of the record. */
  title: string
  differences: readonly Difference[]
  save: () => void
  discard: () => void
  resume: () => void
}

/** Tells whoever saves second what the first has changed, and lets them choose. */
export function ChangedDialog({ opened, title, differences, name, say, save, discard, resume }: Props) {
  const t = useTranslations('common.changed')
  const common = useTranslations('common')
  const word = (key: string, value: string) =>
    value === '' ? <span className={classes.empty}>{t('empty')}</span> : say(key, value)
  return (
    <Modal
      opened={opened}
      onClose={resume}
      title={t('title', { name: title })}
      size={520}
      zIndex={400}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Text size="sm">{t(differences.length > 0 ? 'body' : 'elsewhere')}</Text>
      {differences.length > 0 && (
        <ul className={classes.list} aria-label={t('list')}>
          {differences.map(({ key, before, now, mine }) => (
            <li key={key}>
              <span className={classes.label}>{name(key)}</span>
              <span>
                <del>{word(key, before)}</del> → <ins>{word(key, now)}</ins>
              </span>
              {mine !== undefined && (
                <span className={classes.mine}>
                  {t('mine')}
                  {word(key, mine)}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="subtle" color="red" onClick={discard}>
          {t('discard')}
        </Button>
        <Button variant="default" onClick={resume} data-autofocus>
          {t('resume')}
        </Button>
        <Button onClick={save}>{t('save')}</Button>
      </Group>
    </Modal>
  )
}
