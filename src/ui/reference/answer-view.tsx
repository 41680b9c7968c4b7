import { useTranslations } from 'next-intl'
import { ContentView } from './content-view'
import type { Answer, Header } from './model'
import classes from './operation.module.css'
import { Prose } from './prose'
import { Row } from './schema-view'

const kinds: Record<string, 'good' | 'other' | 'bad'> = { 2: 'good', 3: 'other' }

/** One status of a call, opened by who wants to know more. */
export function AnswerView({ answer }: { answer: Answer }) {
  const t = useTranslations('reference')
  const { status, description, headers, content } = answer
  const [line = '', ...rest] = description.split(/\n{2,}/)
  const about = (
    <>
      <code data-kind={kinds[status.charAt(0)] ?? 'bad'}>{status}</code>
      <Prose text={line} />
    </>
  )
  if (headers.length === 0 && !content && rest.length === 0) return <div className={classes.answer}>{about}</div>
  return (
    <details className={classes.answer}>
      <summary>{about}</summary>
      <div className={classes.within}>
        <Prose text={rest.join('\n\n')} />
        {headers.length > 0 && (
          <>
            <h4>{t('headers')}</h4>
            <Headers headers={headers} />
          </>
        )}
        {content && (
          <>
            <h4>
              {t('answerBody')} <small>{content.mediaType}</small>
            </h4>
            <ContentView content={content} isAnswer />
          </>
        )}
      </div>
    </details>
  )
}

export function Headers({ headers }: { headers: readonly Header[] }) {
  return (
    <ul className={classes.rows}>
      {headers.map(({ name, description, schema }) => (
        <li key={name}>
          {schema && (
            <Row
              node={{ ...schema, name, description: description ?? schema.description, isRequired: true }}
              presence="answer"
            />
          )}
        </li>
      ))}
    </ul>
  )
}
