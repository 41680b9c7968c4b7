'use client'

import { CloseButton, Kbd, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { useSlashKey } from './use-slash-key'

type Props = { value: string; onSearch: (value: string) => void; placeholder: string; shortcutTitle: string }

/** Searches while one types, but not what an input method is still composing. */
export function SearchBox({ value, onSearch, placeholder, shortcutTitle }: Props) {
  const t = useTranslations('table')
  const input = useRef<HTMLInputElement>(null)
  const composing = useRef(false)
  const sent = useRef(value)
  const [text, setText] = useState(value)
  useSlashKey(input)
  const search = useDebouncedCallback((wanted: string) => {
    sent.current = wanted
    onSearch(wanted)
  }, 250)
  // Somebody else changed it: the Back button, or "clear all".
  useEffect(() => {
    if (value === sent.current) return
    sent.current = value
    setText(value)
  }, [value])
  const change = (next: string) => {
    setText(next)
    if (!composing.current) search(next.trim())
  }
  const clear = () => {
    change('')
    input.current?.focus()
  }
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={t('search')}
      placeholder={placeholder}
      value={text}
      maxLength={100}
      onChange={(event) => change(event.currentTarget.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        change(event.currentTarget.value)
      }}
      onKeyDown={(event) => event.key === 'Escape' && text && clear()}
      leftSection={<IconSearch size={16} stroke={1.7} aria-hidden="true" />}
      rightSection={
        text ? (
          <CloseButton size="sm" aria-label={t('clearSearch')} onClick={clear} />
        ) : (
          <Kbd size="xs" title={shortcutTitle} aria-hidden="true" visibleFrom="sm">
            /
          </Kbd>
        )
      }
    />
  )
}
