'use client'

import { Alert, ScrollArea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Outcome } from './call'
import code from './code.module.css'
import { Copy } from './copy'
import { Highlight } from './highlight'
import classes from './operation.module.css'

/** What really came back. */
export function AnswerPanel({ outcome }: { outcome: Outcome }) {
  const t = useTranslations('reference')
  if (outcome.kind === 'stopped') return <Alert color="gray">{t('stopped')}</Alert>
  if (outcome.kind === 'failed')
    return (
      <Alert color="red" title={t('failed')}>
        {outcome.reason}
      </Alert>
    )
  const { status, statusText, headers, text, isCut, milliseconds } = outcome
  return (
    <div className={code.box}>
      <div className={code.bar}>
        <p className={classes.status}>
          <strong data-kind={status < 400 ? 'good' : 'bad'}>
            {status} {statusText}
          </strong>
          <span>{t('took', { milliseconds })}</span>
        </p>
        {text && <Copy text={text} label={t('copyAnswer')} />}
      </div>
      <details>
        <summary className={code.summary}>{t('headersCount', { count: headers.length })}</summary>
        <dl className={classes.sent}>
          {headers.map(([name, value]) => (
            <div key={name} className={classes.header}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {text ? (
        <ScrollArea.Autosize
          mah={420}
          type="auto"
          viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('answerBody') }}
        >
          <pre className={code.code}>
            <code>
              <Highlight code={text} grammar="json" />
            </code>
          </pre>
        </ScrollArea.Autosize>
      ) : (
        <p className={code.nothing}>{t('noBody')}</p>
      )}
      {isCut && <p className={code.nothing}>{t('cut')}</p>}
    </div>
  )
}
