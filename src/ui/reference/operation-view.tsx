import { useTranslations } from 'next-intl'
import { AnswerView, Headers } from './answer-view'
import { Console } from './console'
import { ContentView } from './content-view'
import { MethodMark } from './method-mark'
import type { Operation, Parameter } from './model'
import classes from './operation.module.css'
import { Prose } from './prose'
import { Row } from './schema-view'

const places = ['path', 'query', 'header'] as const

/** One call: what it does, takes and answers at the left, how to make it at the right. */
export function OperationView({ operation, origin }: { operation: Operation; origin: string }) {
  const t = useTranslations('reference')
  const { id, summary, description, isOpen, scopes, isDeprecated, parameters, body, answers, headers } = operation
  return (
    <section id={id} aria-labelledby={`${id}-title`} className={classes.operation}>
      <div className={classes.text}>
        <h2 id={`${id}-title`} className={classes.title}>
          <a href={`#${id}`}>{summary}</a>
        </h2>
        <p className={classes.target}>
          <MethodMark method={operation.method} />
          <code>{operation.path}</code>
        </p>
        <p className={classes.scopes}>
          {isDeprecated && <strong>{t('deprecated')}</strong>}
          <span>{t(isOpen ? 'openToAll' : 'needsKey')}</span>
          {scopes.map((scope) => (
            <code key={scope}>{scope}</code>
          ))}
        </p>
        <Prose text={description} />
        {places.map((place) => (
          <Parameters key={place} place={place} all={parameters} />
        ))}
        {body && (
          <div className={classes.part}>
            <h3>
              {t('body')} <small>{body.mediaType}</small>
            </h3>
            <Prose text={body.description} />
            <ContentView content={body} />
          </div>
        )}
        <div className={classes.part}>
          <h3>{t('answers')}</h3>
          {answers.map((answer) => (
            <AnswerView key={answer.status} answer={answer} />
          ))}
          {headers.length > 0 && (
            <details className={classes.everywhere}>
              <summary>{t('headersOfAll', { count: headers.length })}</summary>
              <Headers headers={headers} />
            </details>
          )}
        </div>
      </div>
      <Console spec={operation.request} origin={origin} title={summary} />
    </section>
  )
}

function Parameters({ place, all }: { place: Parameter['in']; all: readonly Parameter[] }) {
  const t = useTranslations('reference')
  const here = all.filter((each) => each.in === place)
  if (here.length === 0) return null
  return (
    <div className={classes.part}>
      <h3>{t(`parameters.${place}`)}</h3>
      <ul className={classes.rows}>
        {here.map(({ name, description, schema }) => (
          <li key={name}>
            <Row node={{ ...schema, description }} />
          </li>
        ))}
      </ul>
    </div>
  )
}
