'use client'

import { NativeSelect, Radio, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './imports.module.css'
import type { Import, Settings } from './types'
import { useImportWords } from './use-import-words'

const keys = ['usin', 'outer_id', 'idcard'] as const
const modes = ['merge', 'add', 'update', 'sync'] as const
const empties = ['keep', 'clear'] as const
const duplicates = ['hold', 'add'] as const

type Props = {
  found: Import
  settings: Settings
  choose: (settings: Settings) => void
  keyError: string | undefined
}

/** How people are known again, and what is done with them. */
export function SettingsForm({ found, settings, choose, keyError }: Props) {
  const t = useTranslations('imports.settings')
  const { labelOf } = useImportWords(found)
  return (
    <section aria-labelledby="settings">
      <h2 id="settings" className={classes.heading}>
        {t('title')}
      </h2>
      <Stack gap="lg" maw={620}>
        <NativeSelect
          label={t('key')}
          description={t('keyHint')}
          value={settings.key}
          onChange={(event) =>
            choose({ ...settings, key: keys.find((key) => key === event.currentTarget.value) ?? 'usin' })
          }
          data={keys.map((key) => ({ value: key, label: labelOf(key) }))}
          error={keyError}
        />
        <Radio.Group
          label={t('mode')}
          value={settings.mode}
          onChange={(value) => choose({ ...settings, mode: modes.find((mode) => mode === value) ?? 'merge' })}
        >
          <Stack gap="xs" mt={6}>
            {modes.map((mode) => (
              <Radio key={mode} value={mode} label={t(`modes.${mode}.label`)} description={t(`modes.${mode}.hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('empty')}
          value={settings.empty}
          onChange={(value) => choose({ ...settings, empty: empties.find((empty) => empty === value) ?? 'keep' })}
        >
          <Stack gap="xs" mt={6}>
            {empties.map((empty) => (
              <Radio key={empty} value={empty} label={t(`empties.${empty}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t('duplicates')}
          description={t('duplicatesHint')}
          value={settings.duplicates}
          onChange={(value) => choose({ ...settings, duplicates: duplicates.find((each) => each === value) ?? 'hold' })}
        >
          <Stack gap="xs" mt={6}>
            {duplicates.map((each) => (
              <Radio key={each} value={each} label={t(`duplicate.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
      </Stack>
    </section>
  )
}
