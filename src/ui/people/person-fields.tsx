'use client'

import { useTranslations } from 'next-intl'
import type { Field } from '@/domain/fields/schema'
import type { DraftState } from '../form/use-draft'
import { BuiltInInput } from './built-in-input'
import type { Kind } from './kind'
import { type BuiltIn, valueKey } from './person-draft'
import classes from './person-drawer.module.css'
import { ValueInput } from './value-input'

type Group = { title: 'basic' | 'school' | 'work' | 'contact' | 'link'; names: readonly BuiltIn[] }

const groups: Record<Kind, readonly Group[]> = {
  student: [
    { title: 'basic', names: ['name', 'usin', 'gender', 'status', 'idcard'] },
    { title: 'school', names: ['graduates_in', 'duration', 'entered_at', 'outer_id'] },
    { title: 'contact', names: ['phone', 'email'] },
  ],
  teacher: [
    { title: 'basic', names: ['name', 'usin', 'gender', 'status', 'idcard'] },
    { title: 'work', names: ['entered_at', 'outer_id'] },
    { title: 'contact', names: ['phone', 'email'] },
  ],
  guardian: [
    { title: 'link', names: ['student_id', 'guardian_role'] },
    { title: 'basic', names: ['name', 'usin', 'phone', 'email', 'gender', 'status', 'idcard', 'outer_id'] },
  ],
}
const needed = (kind: Kind, name: BuiltIn) =>
  name === 'name' || name === 'usin' || (kind === 'student' && name === 'graduates_in')
/** Boxes that need the whole width. */
const wide = (field: Field) => field.type === 6 || field.type === 7

type Props = { kind: Kind; fields: readonly Field[]; draft: DraftState; first: BuiltIn }

/** The boxes of a person in groups: the built-in attributes of the kind, then the school's own fields. */
export function PersonFields({ kind, fields, draft, first }: Props) {
  const t = useTranslations('person')
  const bind = (key: string) => ({
    value: draft.values[key] ?? '',
    error: draft.errors[key],
    onChange: (value: string) => draft.set(key, value),
  })
  return (
    <>
      {groups[kind].map(({ title, names }) => (
        <fieldset key={title} className={classes.group}>
          <legend>{t(`groups.${title}`)}</legend>
          <div className={classes.grid}>
            {names.map((name) => (
              <BuiltInInput
                key={name}
                name={name}
                kind={kind}
                {...bind(name)}
                required={needed(kind, name)}
                {...(name === first && { 'data-autofocus': true })}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {fields.length > 0 && (
        <fieldset className={classes.group}>
          <legend>{t('groups.more')}</legend>
          <div className={classes.grid}>
            {fields.map((field) => (
              <div key={field.name} data-wide={wide(field) || undefined}>
                <ValueInput
                  field={field}
                  label={field.label}
                  {...bind(valueKey(field.name))}
                  required={field.required}
                />
              </div>
            ))}
          </div>
        </fieldset>
      )}
    </>
  )
}
