'use client'

import { useTranslations } from 'next-intl'
import type { Note, Problem } from './types'
import { useSize } from './use-import-words'

/** Every problem there is: a new one does not compile without its words. */
const known: Record<Problem['kind'], true> = {
  ...{ too_large: true, empty: true, not_a_table: true, encrypted: true, damaged: true, zip_bomb: true },
  ...{ bad_encoding: true, unclosed_quote: true, line_too_long: true, cell_too_long: true, too_many_columns: true },
  ...{
    too_many_rows: true,
    no_such_sheet: true,
    cancelled: true,
    broken: true,
    gone: true,
    died: true,
    busy: true,
    moved: true,
  },
  ...{ forbidden: true, confirm: true, keys_missing: true, cleared: true },
}
const isKnown = (kind: string): kind is Problem['kind'] => Object.hasOwn(known, kind)
const inBytes = ['too_large', 'zip_bomb', 'line_too_long']

/** Why a file could not be read, or an import not be written. */
export function useProblemWords() {
  const t = useTranslations('imports')
  const size = useSize()
  const problemOf = (problem: Problem): string => {
    const kind = isKnown(problem.kind) ? problem.kind : 'broken'
    const number = (key: string) => (typeof problem[key] === 'number' ? problem[key] : 0)
    const limit = number('limit')
    return t(`problem.${kind}`, {
      limit: inBytes.includes(kind) ? size(limit) : String(limit),
      line: number('line'),
      column: number('column') + 1,
      count: number('count') || number('missing'),
      looksLike: typeof problem.looksLike === 'string' ? problem.looksLike : 'other',
      sheets: Array.isArray(problem.sheets) ? problem.sheets.join('、') : '',
    })
  }
  const noteOf = (note: Note): string => {
    if (note.kind === 'duplicate_header')
      return t('note.duplicate_header', { title: note.title, columns: note.columns.map((at) => at + 1).join('、') })
    if (note.kind === 'hidden_sheets') return t('note.hidden_sheets', { count: note.count })
    return t('note.rows_above_header', { lines: note.lines.join('、') })
  }
  return { problemOf, noteOf }
}
