'use client'

import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useState } from 'react'
import { checkOptions } from '@/domain/fields/rules'
import type { Field, FieldPatch, FieldRole } from '@/domain/fields/schema'
import { ChangedDialog } from '../form/changed-dialog'
import { differencesOf, rebased } from '../form/differences'
import { useDraft } from '../form/use-draft'
import { useFailureText } from '../i18n/use-failure-text'
import { useTRPC } from '../trpc/client'
import { draftOf, fieldOf, optionsOf, optionsText, wholeOf, withTyped } from './field-draft'
import type { HeldField } from './field-row'
import { typeOf, types, withOptions } from './field-type'
import { OptionsEditor } from './options-editor'
import { useFieldSave } from './use-field-save'
import { useFieldWords } from './use-field-words'
import { useNameFromLabel } from './use-name-from-label'

type Props = {
  role: FieldRole
  fields: readonly HeldField[]
  /** Undefined: a new one. */
  field: HeldField | undefined
  active: boolean
  setDirty: (dirty: boolean) => void
  /** Told while a question of the form's own lies over it. */
  setAsking: (asking: boolean) => void
  done: () => void
  cancel: () => void
}

export function FieldForm(props: Props) {
  const { role, fields, setDirty, setAsking, done, cancel } = props
  const t = useTranslations('fields')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const { ofReason } = useFailureText()
  const words = useFieldWords()
  // What the draft began with, and what somebody else has made of it meanwhile.
  const [field, setField] = useState(props.field)
  const [now, setNow] = useState<HeldField>()
  const active = props.active && !now
  const draft = useDraft(draftOf(field))
  const [listed, setListed] = useState<readonly string[]>(field?.options ?? [])
  const [typed, setTyped] = useState('')
  const options = withTyped(listed, typed)
  const save = useFieldSave(draft.complain, setNow)
  const name = field?.name ?? ''
  const holders = useQuery(trpc.fields.optionHolders.queryOptions({ name }, { enabled: name !== '' })).data ?? {}
  const suggest = useNameFromLabel(field === undefined, draft, fields)
  const dirty = draft.dirty || optionsText(options) !== optionsText(field?.options ?? [])
  useEffect(() => setDirty(dirty), [dirty, setDirty])
  useEffect(() => setAsking(now !== undefined), [now, setAsking])
  const { values, errors, set } = draft
  const type = typeOf(values.type)

  const complaints = (whole: FieldPatch) => ({
    ...(!whole.label && { label: ofReason('blank') }),
    ...(!whole.name && { name: ofReason('blank') }),
    ...(checkOptions(whole.type ?? 1, whole.options ?? []).some(({ reason }) => reason === 'blank') && {
      options: t('optionsNeeded'),
    }),
  })
  const send = async (whole = fieldOf(values, options), was: Field | undefined = field) => {
    if (save.busy) return
    if (field && !dirty) return done()
    const wrong = complaints(whole)
    if (Object.keys(wrong).length > 0) {
      return draft.complain(wrong)
    }
    const refused = await (was ? save.update(was, whole) : save.create({ ...whole, role }))
    if (!refused) {
      setDirty(false)
      return done()
    }
    // An option that cannot go comes back, with the reason beside it.
    const back = refused.map(({ value }) => value ?? '').filter((value) => value && !options.includes(value))
    if (back.length > 0) setListed([...options, ...back])
  }
  const drafts = now && {
    before: wholeOf(draft.start, field?.options ?? []),
    now: wholeOf(draftOf(now), now.options),
    mine: wholeOf(values, options),
  }
  /** Goes on from what is there now, with all that was changed here over it. */
  const resume = () => {
    if (!drafts) return
    draft.rebase(draftOf(now))
    setListed(optionsOf(rebased(drafts).options))
    setTyped('')
    setField(now)
    setNow(undefined)
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
            options={listed}
            onChange={(next) => {
              setListed(next)
              draft.forgive('options')
            }}
            typed={typed}
            onType={setTyped}
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
      <ChangedDialog
        {...words}
        opened={now !== undefined}
        title={field?.label ?? ''}
        differences={drafts ? differencesOf(drafts) : []}
        save={() => {
          resume()
          if (!drafts) return
          const { options: mine, ...whole } = rebased(drafts)
          void send(fieldOf(whole, optionsOf(mine)), now)
        }}
        discard={() => {
          if (!now) return
          draft.restart(draftOf(now))
          setListed(now.options)
          setTyped('')
          setField(now)
          setNow(undefined)
        }}
        resume={() => setTimeout(resume)}
      />
    </form>
  )
}
