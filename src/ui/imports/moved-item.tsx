'use client'

import { useTranslations } from 'next-intl'
import { Changes } from './changes'
import classes from './imports.module.css'
import type { Import, Row, RowKind } from './types'
import { useImportWords } from './use-import-words'

type Shown = NonNullable<Row['shown']>

/** A row that is otherwise than it was shown: what it was shown to do, and what it would do now. */
export function MovedItem({ found, row, shown }: { found: Import; row: Row; shown: Shown }) {
  const t = useTranslations('imports')
  const { reasonOf, labelOf, cellsOf } = useImportWords(found)
  const cells = cellsOf(row, found.targets)
  const textOf = (target: string) => cells.find((cell) => cell.target === target)?.text
  const now = shown.now_kind ?? row.kind
  // Who is meant is said where it is no longer the same person.
  const isOther =
    (shown.person?.id ?? 0) !== (row.person?.id ?? 0) || (shown.student?.id ?? 0) !== (row.student?.id ?? 0)
  const gaveUp = shown.values.map(({ target, before }) => ({ target, text: before }))
  const gives = shown.values.map(({ target, after }) => ({ target, text: after }))
  return (
    <li className={classes.moved}>
      <span className={classes.line}>{t('line', { line: row.line })}</span>
      <div className={classes.who}>
        <strong>{textOf('name') || t('noName')}</strong>
        <span className={classes.quiet}>{textOf(found.settings.key) ?? textOf('student') ?? ''}</span>
        {found.state === 'done' && (
          <span className={classes.kind} data-kind="left">
            {t('kindDone.left')}
          </span>
        )}
      </div>
      <Side found={found} title={t('moved.before')} kind={shown.kind} of={shown} isOther={isOther} values={gaveUp} />
      <Side found={found} title={t('moved.now')} kind={now} of={row} isOther={isOther} values={gives}>
        {(now === 'wrong' || row.kind === 'wrong') &&
          row.issues.map((issue) => (
            <p key={`${issue.column} ${issue.target} ${issue.reason}`} className={classes.wrong}>
              <span>{labelOf(issue.target ?? '')}</span> {reasonOf(issue)}
            </p>
          ))}
      </Side>
    </li>
  )
}

type SideProps = {
  found: Import
  title: string
  kind: RowKind
  of: Pick<Row, 'changes' | 'guardians' | 'person' | 'student'>
  isOther: boolean
  values: { target: string; text: string }[]
  children?: React.ReactNode
}

function Side({ found, title, kind, of, isOther, values, children }: SideProps) {
  const t = useTranslations('imports')
  const person = useTranslations('person')
  const { labelOf, sayValue } = useImportWords(found)
  const isWritten = kind === 'new' || kind === 'changed'
  const named = isOther ? [of.person, of.student].filter((each) => each !== null) : []
  const guardians = isWritten ? of.guardians.filter((each) => each.kind === 'new' || each.kind === 'changed') : []
  return (
    <div className={classes.side}>
      <span className={classes.quiet}>{title}</span>
      <span className={classes.kind} data-kind={kind}>
        {t(`kind.${kind}`)}
      </span>
      {named.map(({ id, usin, name }) => (
        <p key={id} className={classes.quiet}>
          {t('moved.person', { name, usin })}
        </p>
      ))}
      {kind === 'changed' && <Changes found={found} changes={of.changes} />}
      {isWritten && values.length > 0 && (
        <p className={classes.cells}>
          {values.map(({ target, text }) => (
            <span key={target}>
              <span>{labelOf(target)}</span> {sayValue(target, text) || t('emptyValue')}
            </span>
          ))}
        </p>
      )}
      {guardians.map((each) => (
        <div key={each.relation}>
          <p className={classes.cells}>
            {t(`guardian.${each.kind === 'new' ? 'new' : 'changed'}`, {
              relation: person(`relation.${each.relation === 1 ? 1 : each.relation === 2 ? 2 : 0}`),
              name: each.person?.name ?? each.name,
            })}
          </p>
          <Changes found={found} changes={each.changes} />
        </div>
      ))}
      {children}
    </div>
  )
}
