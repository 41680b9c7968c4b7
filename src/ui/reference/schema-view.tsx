import { useTranslations } from 'next-intl'
import { Prose } from './prose'
import type { SchemaNode } from './schema-tree'
import classes from './schema-view.module.css'

/** What something is made of: its keys, and below each what that is made of. */
export function SchemaView({ node, isAnswer = false }: { node: SchemaNode; isAnswer?: boolean }) {
  const inner = <Inside node={node} isAnswer={isAnswer} />
  const isPlain = node.children.length === 0 && node.variants.length === 0
  return (
    <div className={classes.root}>
      {isPlain || node.type.endsWith('[]') ? <Row node={node} /> : null}
      {inner}
    </div>
  )
}

type Props = { node: SchemaNode; isAnswer: boolean }

function Inside({ node, isAnswer }: Props) {
  const t = useTranslations('reference')
  const rows = [...node.children, ...(node.others ? [{ ...node.others, name: '*' }] : [])]
  return (
    <>
      {rows.length > 0 && (
        <ul className={classes.tree}>
          {rows.map((child) => (
            <li key={child.name}>
              <Row node={child} presence={isAnswer ? 'answer' : 'request'} />
              <More node={child} isAnswer={isAnswer} />
            </li>
          ))}
        </ul>
      )}
      {node.variants.length > 0 && (
        <ul className={classes.tree} aria-label={t('oneOf')}>
          {node.variants.map((variant, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: variants have no names, and never move
            <li key={at}>
              <Row node={variant} />
              <More node={variant} isAnswer={isAnswer} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** What lies inside a row, opened by who asks for it. */
function More({ node, isAnswer }: Props) {
  const t = useTranslations('reference')
  const count = node.children.length + node.variants.length + (node.others ? 1 : 0)
  if (count === 0) return null
  return (
    <details className={classes.more}>
      <summary>{t(node.variants.length > 0 ? 'variants' : 'keys', { count, type: node.type })}</summary>
      <Inside node={node} isAnswer={isAnswer} />
    </details>
  )
}

/** A value on its own: name, type, limits, what it may be. Requests say which keys they need, answers which they may lack. */
export function Row({ node, presence = 'request' }: { node: SchemaNode; presence?: 'request' | 'answer' }) {
  const t = useTranslations('reference')
  const mayLack = presence === 'answer' && !node.isRequired && node.name !== '*'
  const notes = [
    ...(mayLack ? [t('mayLack')] : []),
    ...node.limits.map(({ kind, value }) => t(`limit.${kind}`, { value })),
    ...(node.isUnique ? [t('unique')] : []),
    ...(node.isNullable ? [t('nullable')] : []),
    ...(node.access ? [t(`access.${node.access}`)] : []),
    ...(node.isRepeated ? [t('repeated')] : []),
  ]
  return (
    <div className={classes.row}>
      <p className={classes.head}>
        {node.name === '*' ? (
          <span>{t('others')}</span>
        ) : (
          node.name && <code className={classes.name}>{node.name}</code>
        )}
        <span className={classes.type}>
          {node.type}
          {node.format && ` · ${node.format}`}
        </span>
        {node.isRequired && presence === 'request' && <span className={classes.required}>{t('required')}</span>}
        {node.isDeprecated && <span className={classes.required}>{t('deprecated')}</span>}
        {notes.length > 0 && <span className={classes.note}>{notes.join(' · ')}</span>}
      </p>
      <Prose text={node.description} />
      {node.options.length > 0 && (
        <Values label={t(node.options.length === 1 ? 'always' : 'options')} values={node.options} />
      )}
      {node.fallback !== undefined && <Values label={t('fallback')} values={[node.fallback]} />}
      {node.example !== undefined && node.children.length === 0 && (
        <Values label={t('forExample')} values={[node.example]} />
      )}
    </div>
  )
}

function Values({ label, values }: { label: string; values: readonly string[] }) {
  return (
    <p className={classes.values}>
      <span>{label}</span>
      {values.map((value) => (
        <code key={value}>{value}</code>
      ))}
    </p>
  )
}
