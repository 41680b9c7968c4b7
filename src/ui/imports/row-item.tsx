'use client'

import { useTranslations } from 'next-intl'
import { CellFix } from './cell-fix'
import { Changes } from './changes'
import classes from './imports.module.css'
import { Likeness } from './likeness'
import { RowGuardians } from './row-guardians'
import type { Import, Row } from './types'
import { useImportWords } from './use-import-words'

/** One row of the file: what it is about, what it would do, and what is wrong with it. */
export function RowItem({ found, row, editable }: { found: Import; row: Row; editable: boolean }) {
  const t = useTranslations('imports')
  const { labelOf, reasonOf, cellsOf } = useImportWords(found)
  const cells = cellsOf(row, found.targets)
  const textOf = (target: string) => cells.find((cell) => cell.target === target)?.text
  const name = textOf('name') ?? ''
  const key = textOf(found.settings.key) ?? textOf('student') ?? ''
  const rest = cells.filter(({ target }) => target !== 'name' && target !== found.settings.key)
  const isDone = found.state === 'done'
  return (
    <li className={classes.row}>
      <span className={classes.line}>{t('line', { line: row.line })}</span>
      <div className={classes.who}>
        <strong>{name || t('noName')}</strong>
        <span className={classes.quiet}>{key}</span>
      </div>
      <span className={classes.kind} data-kind={row.kind}>
        {t(isDone ? `kindDone.${row.kind}` : `kind.${row.kind}`)}
        {row.wanted && row.kind === 'new' && <small>{t('wanted')}</small>}
      </span>
      <div className={classes.what}>
        {row.issues.map((issue) =>
          editable && issue.column !== null ? (
            <CellFix
              key={`${issue.column} ${issue.reason}`}
              id={found.id}
              line={row.line}
              column={issue.column}
              label={issue.target ? labelOf(issue.target) : (found.header[issue.column] ?? '')}
              text={row.cells[issue.column] ?? ''}
              reason={reasonOf(issue)}
            />
          ) : (
            <p key={`${issue.target} ${issue.reason}`} className={classes.wrong}>
              {(issue.column !== null || issue.reason !== 'blank') && (
                <span>
                  {labelOf(issue.target ?? '')} {issue.column !== null && row.cells[issue.column]}
                </span>
              )}
              {reasonOf(issue)}
            </p>
          ),
        )}
        {row.kind === 'changed' && <Changes found={found} changes={row.changes} />}
        {row.kind !== 'changed' && row.kind !== 'wrong' && (
          <p className={classes.cells}>
            {rest.map(({ at, label, text }) => (
              <span key={at} data-fixed={row.fixed.includes(at) || undefined}>
                <span>{label}</span> {text}
              </span>
            ))}
          </p>
        )}
        <RowGuardians row={row} />
        {(row.kind === 'duplicate' || row.wanted) && <Likeness found={found} row={row} editable={editable} />}
      </div>
    </li>
  )
}
