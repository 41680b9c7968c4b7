'use client'

import { useTranslations } from 'next-intl'
import type { Words } from '../form/changed-dialog'
import { optionsOf } from './field-draft'
import { typeOf } from './field-type'

const keys = ['label', 'name', 'type', 'options', 'required', 'unique'] as const

/** What the keys of a field's draft are called, and how their values read. */
export function useFieldWords(): Words {
  const t = useTranslations('fields')
  const common = useTranslations('common')
  return {
    name(key) {
      const known = keys.find((each) => each === key)
      return known ? t(known) : key
    },
    say(key, value) {
      if (key === 'type') return t(`types.${typeOf(value)}`)
      if (key === 'options') return optionsOf(value).join('、')
      return key === 'required' || key === 'unique' ? common(value === 'true' ? 'yes' : 'no') : value
    },
  }
}
