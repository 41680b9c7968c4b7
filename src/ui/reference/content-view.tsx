import { useTranslations } from 'next-intl'
import code from './code.module.css'
import { Copy } from './copy'
import { Highlight } from './highlight'
import type { Content } from './model'
import classes from './operation.module.css'
import { SchemaView } from './schema-view'

/** What a body is made of, and what one looks like. */
export function ContentView({ content, isAnswer = false }: { content: Content; isAnswer?: boolean }) {
  const t = useTranslations('reference')
  const { schema, examples, mediaType } = content
  return (
    <>
      {schema && <SchemaView node={schema} isAnswer={isAnswer} />}
      {examples.map(({ name, text }) => (
        <details key={name} className={classes.example}>
          <summary>{name ? t('exampleOf', { name }) : t('example')}</summary>
          <div className={code.box}>
            <div className={code.bar}>
              <span>{mediaType}</span>
              <Copy text={text} label={t('copyExample')} />
            </div>
            <pre className={code.code}>
              <code>
                <Highlight code={text} grammar="json" />
              </code>
            </pre>
          </div>
        </details>
      ))}
    </>
  )
}
