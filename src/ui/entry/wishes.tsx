'use client'

import { Checkbox, Select, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './register-form.module.css'
import type { EntryForm } from './use-entry-form'

const grades = [1, 2, 3, 4, 5, 6] as const

/** What somebody asks to be; an administrator grants it, or not. */
export function Wishes({ form: { values, errors, set } }: { form: EntryForm }) {
  const t = useTranslations('register')
  const grade = values.wants_grade ?? ''
  return (
    <fieldset className={classes.wishes}>
      <legend>{t('wishes')}</legend>
      <Text size="xs" c="dimmed" mb={10}>
        {t('wishesHint')}
      </Text>
      <Stack gap="sm">
        <Checkbox
          label={t('wantsGrade')}
          checked={grade !== ''}
          onChange={(event) => set('wants_grade', event.currentTarget.checked ? '0' : '')}
        />
        {grade !== '' && (
          <Select
            aria-label={t('whichGrade')}
            placeholder={t('whichGrade')}
            data={grades.map((each) => ({ value: String(each), label: t('grade', { grade: String(each) }) }))}
            value={grade === '0' ? null : grade}
            onChange={(chosen) => set('wants_grade', chosen ?? '0')}
            error={errors.wants_grade}
            allowDeselect={false}
            ml={30}
            size="md"
          />
        )}
        <Checkbox
          label={t('wantsSuper')}
          checked={values.wants_super !== ''}
          onChange={(event) => set('wants_super', event.currentTarget.checked ? '1' : '')}
        />
      </Stack>
    </fieldset>
  )
}
