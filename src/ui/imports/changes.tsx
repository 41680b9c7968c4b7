'use client'

import { useTranslations } from 'next-intl'
import classes from './imports.module.css'
import type { Import, Row } from './types'
import { useImportWords } from './use-import-words'

/** What changes, value by value: before and after. */
export function Changes({ found, changes }: { found: Import; changes: Row['changes'] }) {
  const t = useTranslations('imports')
  const { labelOf, sayValue } = useImportWords(found)
  if (changes.length === 0) return null
  return (
    <dl className={classes.changes}>
      {changes.map(({ target, before, after }) => (
        <div key={target}>
          <dt>{labelOf(target)}</dt>
          <dd>
            {target === 'student' ? (
              t('linked')
            ) : (
              <>
                <del>{sayValue(target, before) || t('emptyValue')}</del>
                <span aria-hidden="true">→</span>
                <ins>{sayValue(target, after) || t('emptyValue')}</ins>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}
