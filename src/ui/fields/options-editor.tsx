'use client'

import { ActionIcon, Button, Input, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { type ClipboardEvent, type KeyboardEvent, useId } from 'react'
import { afterPress } from '../form/after-press'
import { withTyped } from './field-draft'
import { moved } from './move'
import classes from './options-editor.module.css'

type Props = {
  options: readonly string[]
  onChange: (change: (now: readonly string[]) => readonly string[]) => void
  /** What stands in the box for one more; it is an option once the box is left. */
  typed: string
  onType: (text: string) => void
  /** How many people hold each option; who holds one keeps it from being removed or renamed. */
  holders: Readonly<Record<string, number>>
  /** What is wrong with an option, by the option. */
  errors: Readonly<Record<string, string>>
  error: string | undefined
  refuse: (option: string, count: number) => void
}

/** The options of a choice in their order. A list pasted from elsewhere becomes one option a line. */
export function OptionsEditor({ options, onChange, typed, onType, holders, errors, error, refuse }: Props) {
  const t = useTranslations('fields')
  const id = useId()
  const add = (texts: string[]) => {
    onChange((now) => withTyped(now, ...texts))
    onType('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    if (typed.trim()) add([typed])
  }
  const onPaste = (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData('text').split(/[\n\t]/)
    if (lines.length < 2) return
    event.preventDefault()
    add(lines)
  }
  const remove = (option: string, at: number) => {
    const count = holders[option] ?? 0
    if (count > 0) return refuse(option, count)
    onChange((now) => now.filter((_, index) => index !== at))
  }
  const rename = (at: number, text: string) => onChange((now) => now.map((each, index) => (index === at ? text : each)))
  return (
    <Input.Wrapper label={t('options')} labelElement="div" error={error} required>
      <ol className={classes.options} aria-label={t('options')}>
        {options.map((option, at) => {
          const count = holders[option] ?? 0
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: while one types, the place is what an option is known by
            <li key={at}>
              <div className={classes.option}>
                <TextInput
                  className={classes.text}
                  size="xs"
                  aria-label={t('optionNumber', { number: at + 1 })}
                  value={option}
                  readOnly={count > 0}
                  error={Boolean(errors[option])}
                  aria-describedby={errors[option] ? `${id}-${at}` : undefined}
                  onChange={(event) => rename(at, event.currentTarget.value)}
                />
                <Text size="xs" c="dimmed" className="tabular">
                  {count > 0 && t('optionHeld', { count })}
                </Text>
                <ActionIcon
                  size="sm"
                  aria-label={t('optionUp', { option })}
                  disabled={at === 0}
                  onClick={() => onChange((now) => moved(now, at, at - 1))}
                >
                  <IconArrowUp size={14} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  size="sm"
                  aria-label={t('optionDown', { option })}
                  disabled={at === options.length - 1}
                  onClick={() => onChange((now) => moved(now, at, at + 1))}
                >
                  <IconArrowDown size={14} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon size="sm" aria-label={t('optionRemove', { option })} onClick={() => remove(option, at)}>
                  <IconX size={14} aria-hidden="true" />
                </ActionIcon>
              </div>
              {errors[option] && (
                <Text id={`${id}-${at}`} size="xs" c="var(--mantine-color-error)" mt={2} role="alert">
                  {errors[option]}
                </Text>
              )}
            </li>
          )
        })}
      </ol>
      <div className={classes.option}>
        <TextInput
          id={id}
          className={classes.text}
          size="xs"
          aria-label={t('addOption')}
          placeholder={t('optionPlaceholder')}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => typed.trim() && void afterPress().then(() => add([typed]))}
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => add([typed])}
        >
          {t('addOption')}
        </Button>
      </div>
    </Input.Wrapper>
  )
}
