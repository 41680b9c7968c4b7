'use client'

import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { Words } from '../form/changed-dialog'
import { displayValue } from './display-value'
import type { Kind } from './kind'
import { isBuiltIn, valueKey } from './person-draft'
import { StudentName } from './student-name'

const oneOf = <T extends string>(all: readonly T[], value: string): T | undefined => all.find((each) => each === value)

/** What the keys of a person's draft are called, and how their values read. */
export function usePersonWords(kind: Kind, fields: readonly Field[]): Words {
  const t = useTranslations('person')
  const people = useTranslations('people')
  const yesNo = { yes: t('yes'), no: t('no') }
  const fieldOf = (key: string) => fields.find(({ name }) => valueKey(name) === key)
  return {
    name(key) {
      if (!isBuiltIn(key)) return fieldOf(key)?.label ?? key
      if (key === 'status') return people('status.label')
      return key === 'usin' || key === 'entered_at' ? t(`attributes.${key}.${kind}`) : t(`attributes.${key}`)
    },
    say(key, value) {
      const field = fieldOf(key)
      if (field) return displayValue(field, value, yesNo)
      const gender = oneOf(['m', 'f', 'u'], value)
      if (key === 'gender' && gender) return t(`gender.${gender}`)
      const status = oneOf(['1', '2', '4'], value)
      if (key === 'status' && status) return people(`status.${status}`)
      const relation = oneOf(['0', '1', '2'], value)
      if (key === 'guardian_role' && relation) return t(`relation.${relation}`)
      return key === 'student_id' ? <StudentName id={Number(value)} /> : value
    },
  }
}
