'use client'

import { useTranslations } from 'next-intl'
import type { CellValue, ShownCell, Subject } from '@/domain/history/schema'
import { displayValue } from '../people/display-value'
import { kinds, roleOf } from '../people/kind'

const keys = [
  ...[
    'name',
    'role',
    'status',
    'gender',
    'graduates_in',
    'duration',
    'phone',
    'email',
    'idcard',
    'outer_id',
    'avatar_url',
  ],
  ...[
    'link',
    'usin',
    'entered_at',
    'password_changed',
    'account_id',
    'account_made',
    'account_pending',
    'label',
    'type',
    'options',
    'required',
    'unique',
    'position',
  ],
  ...['username', 'work_id', 'wechat', 'icon', 'is_grade', 'is_super', 'is_active', 'approved', 'refused', 'refusal'],
  ...['granted', 'wants_grade', 'wants_super', 'person_id', 'phone_changed', 'sessions_ended', 'reset_link_made'],
  ...[
    'client_id',
    'scopes',
    'addresses',
    'calls_per_minute',
    'expires_on',
    'rotated',
    'old_secret_ended',
    'narrowed_seen',
    'overlap_hours',
  ],
  ...[
    'takes_registrations',
    'erase_students_after',
    'erase_teachers_after',
    'erase_guardians_after',
    'erase_nightly',
    'auto_approve',
    'most_uses',
    'expires_at',
    'secret_changed',
    'url',
    'description',
    'kinds',
    'enabled',
  ],
] as const
/** What says all with its name. */
const flags = [
  'password_changed',
  'account_made',
  'account_pending',
  'phone_changed',
  'sessions_ended',
  'reset_link_made',
  'rotated',
  'old_secret_ended',
  'narrowed_seen',
  'secret_changed',
]

/** What values are called, and how they read. */
export function useKeyWords() {
  const t = useTranslations('history')
  const person = useTranslations('person')
  const status = useTranslations('people.status')
  const types = useTranslations('fields.types')

  const keyLabel = (
    { key, label }: Pick<ShownCell, 'key' | 'label'>,
    { noun, role }: Pick<Subject, 'noun' | 'role'>,
  ): string => {
    if (key.startsWith('ext.')) return label || t('unknownField')
    const kind = kinds.find((each) => roleOf[each] === role)
    if (noun === 'person' && kind && (key === 'usin' || key === 'entered_at'))
      return person(`attributes.${key}.${kind}`)
    if (noun !== 'person' && noun !== 'account' && key === 'name')
      return noun === 'field' ? t('fieldName') : t('keys.label')
    const known = keys.find((each) => each === (key === 'links' ? 'link' : key))
    return known ? t(`keys.${known}`) : key
  }

  const coded = (key: string, noun: Subject['noun'], value: string): string | undefined => {
    if (key === 'role') return value === '1' || value === '2' || value === '8' ? t(`roles.${value}`) : undefined
    if (key === 'type' && noun === 'field')
      return isOneOf(['1', '2', '3', '4', '5', '6', '7'] as const, value) ? types(value) : undefined
    if (noun !== 'person') return undefined
    if (key === 'status') return isOneOf(['1', '2', '4'] as const, value) ? status(value) : undefined
    if (key === 'gender') return isOneOf(['m', 'f', 'u'] as const, value) ? person(`gender.${value}`) : undefined
    return undefined
  }

  const text = (cell: ShownCell, value: CellValue, { noun }: Pick<Subject, 'noun'>): string => {
    if (value === null || value === '') return ''
    if (typeof value === 'boolean') return person(value ? 'yes' : 'no')
    if (Array.isArray(value)) {
      const parts = value.map((each) => {
        if (typeof each === 'string') return each
        const relation = ([0, 1, 2] as const).find((known) => known === each.relation) ?? 0
        return `${each.student} (${person(`relation.${relation}`)})`
      })
      return parts.join(t('enumeration'))
    }
    if (cell.key.startsWith('ext.') && cell.type !== 1)
      return displayValue({ type: fieldTypes.find((type) => type === cell.type) ?? 1 }, String(value), {
        yes: person('yes'),
        no: person('no'),
      })
    return coded(cell.key, noun, String(value)) ?? String(value)
  }
  const isFlag = ({ key }: Pick<ShownCell, 'key'>) => flags.includes(key)
  return { keyLabel, text, isFlag }
}

const fieldTypes = [1, 2, 3, 4, 5, 6, 7] as const
const isOneOf = <const T extends string>(values: readonly T[], value: string): value is T =>
  values.some((each) => each === value)
