'use client'

import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { columnsOf } from '@/domain/transfer/export-rules'
import { useFailureText } from '../i18n/use-failure-text'
import type { Import, Row, RowIssue } from './types'

const oneOf = <T extends string>(all: readonly T[], value: string): T | undefined => all.find((each) => each === value)

/** How what stands in an import reads: fields, values, and what is wrong with them. */
export function useImportWords({ role, choices, header }: Pick<Import, 'role' | 'choices' | 'header'>) {
  const t = useTranslations('imports')
  const person = useTranslations('person')
  const people = useTranslations('people')
  const language = useLocale()
  const { ofReason } = useFailureText()
  // The titles of an export are those that an import knows.
  const labels = useMemo(
    () =>
      new Map([
        ...choices.map(({ name, label }): [string, string] => [name, label]),
        ...columnsOf(role, [], language).map(({ name, title }): [string, string] => [name, title]),
      ]),
    [choices, role, language],
  )
  const labelOf = (target: string) => labels.get(target) ?? target

  const sayValue = (target: string, value: string): string => {
    const gender = oneOf(['m', 'f', 'u'], value)
    if (target === 'gender' && gender) return person(`gender.${gender}`)
    const status = oneOf(['1', '2', '4'], value)
    if (target === 'status' && status) return people(`status.${status}`)
    return value === 'true' ? person('yes') : value === 'false' ? person('no') : value
  }

  const reasonOf = ({ column, target, reason, value = '', line, ...more }: RowIssue): string => {
    if (reason === 'blank')
      return column === null && target ? t('issue.noColumn', { field: labelOf(target) }) : t('issue.blank')
    if (reason === 'twice' && line !== undefined) return t('issue.twice', { line })
    if (reason === 'absent' && value) return t('issue.absent', { value })
    return ofReason(reason, { value, ...more })
  }
  /** The cells of a row that mean something, by what they are. */
  const cellsOf = (row: Row, targets: Import['targets']) =>
    row.cells.flatMap((cell, at) => {
      const target = targets[at]
      return target && cell.trim() ? [{ at, target, label: labelOf(target), text: cell }] : []
    })
  const titleOf = (at: number) => header[at] || t('untitled', { column: at + 1 })
  return { labelOf, sayValue, reasonOf, cellsOf, titleOf }
}

/** How large a file may be, or was. */
export function useSize() {
  const format = useFormatter()
  return (bytes: number) =>
    format.number(bytes / 1024 / 1024, { maximumFractionDigits: 1, style: 'unit', unit: 'megabyte' })
}
