'use client'

import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useState } from 'react'
import { checkOptions } from '@/domain/fields/rules'
import type { FieldRole } from '@/domain/fields/schema'
import { useDraft } from '../form/use-draft'
import { useFailureText } from '../i18n/use-failure-text'
import { useTRPC } from '../trpc/client'
import type { HeldField } from './field-row'
import { typeOf, types, withOptions } from './field-type'
import { OptionsEditor } from './options-editor'
import { useFieldSave } from './use-field-save'
import { useNameFromLabel } from './use-name-from-label'

type Props = {
  role: FieldRole
  fields: readonly HeldField[]
  /** Undefined: a new one. */
  field: HeldField | undefined
  active: boolean
  setDirty: (dirty: boolean) => void
  done: () => void
  cancel: () => void
}

export function FieldForm({ role, fields, field, active, setDirty, done, cancel }: Props) {
  const t = useTranslations('fields')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const { ofReason } = useFailureText()
  const draft = useDraft({
    label: field?.label ?? '',
    name: field?.name ?? '',
    type: String(field?.type ?? 1),
    required: String(field?.required ?? false),
    unique: String(field?.unique ?? false),
  })
  const [options, setOptions] = useState<readonly string[]>(field?.options ?? [])
  const save = useFieldSave(draft.complain)
  const name = field?.name ?? ''
  const holders = useQuery(trpc.fields.optionHolders.queryOptions({ name }, { enabled: name !== '' })).data ?? {}
  const suggest = useNameFromLabel(field === undefined, draft, fields)
  const dirty = draft.dirty || options.join('\n') !== (field?.options ?? []).join('\n')
  useEffect(() => setDirty(dirty), [dirty, setDirty])
  const { values, errors, set } = draft
  const type = typeOf(values.type)
  const wanted = withOptions(type) ? options.map((option) => option.trim()).filter(Boolean) : []

  const complaints = () => ({
    ...(!values.label?.trim() && { label: ofReason('blank') }),
    ...(!values.name?.trim() && { name: ofReason('blank') }),
    ...(checkOptions(type, wanted).some(({ reason }) => reason === 'blank') && { options: t('optionsNeeded') }),
  })
  const send = async () => {
    if (save.busy) return
    if (field && !dirty) return done()
    const wrong = complaints()
    if (Object.keys(wrong).length > 0) {
      return draft.complain(wrong)
    }
    const whole = {
      label: values.label?.trim() ?? '',
      name: values.name?.trim() ?? '',
      type,
      options: wanted,
      required: values.required === 'true',
      unique: values.unique === 'true',
    }
    const refused = await (field ? save.update(field.name, whole) : save.create({ ...whole, role }))
    if (!refused) {
      setDirty(false)
      return done()
    }
    // An option that cannot go comes back, with the reason beside it.
    const back = refused.map(({ value }) => value ?? '').filter((value) => value && !options.includes(value))
    if (back.length > 0) setOptions([...options, ...back])
  }
  useHotkeys(
    [
      ['mod+Enter', () => active && void send()],
      ['mod+S', () => active && void send()],
    ],
    [],
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send()
  }
  const bind = (key: string) => ({ value: values[key] ?? '', error: errors[key] })

  return (
    <form onSubmit={submit} noValidate ref={draft.form} aria-label={field?.label ?? t('add')}>
      <Stack gap="md">
        <TextInput
          {...bind('label')}
          label={t('label')}
          placeholder={t('labelPlaceholder')}
          required
          data-autofocus
          autoComplete="off"
          onChange={(event) => set('label', event.currentTarget.value)}
          onBlur={() => void suggest()}
        />
        <TextInput
          {...bind('name')}
          label={t('name')}
          description={t('nameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <Select
          {...bind('type')}
          label={t('type')}
          data={types.map((each) => ({ value: String(each), label: t(`types.${each}`) }))}
          onChange={(next) => set('type', next ?? '1')}
          allowDeselect={false}
          renderOption={({ option }) => (
            <div>
              <Text size="sm">{option.label}</Text>
              <Text size="xs" c="dimmed">
                {t(`typeHints.${typeOf(option.value)}`)}
              </Text>
            </div>
          )}
        />
        {withOptions(type) && (
          <OptionsEditor
            options={options}
            onChange={(next) => {
              setOptions(next)
              draft.forgive('options')
            }}
            holders={holders}
            errors={save.optionErrors}
            error={errors.options}
            refuse={(value, count) => save.setOptionErrors({ [value]: ofReason('option_in_use', { value, count }) })}
          />
        )}
        {(['required', 'unique'] as const).map((key) => (
          <Checkbox
            key={key}
            label={t(key)}
            description={t(`${key}Hint`)}
            checked={values[key] === 'true'}
            error={errors[key]}
            onChange={(event) => set(key, String(event.currentTarget.checked))}
          />
        ))}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={cancel}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={save.busy}>
            {field ? common('save') : t('add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
