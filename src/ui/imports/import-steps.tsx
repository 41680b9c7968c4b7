'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import classes from './imports.module.css'

const all = ['source', 'columns', 'preview', 'result'] as const

/** Where one is of the four; back to the columns or the preview it goes by a press while the import is not yet written. */
export function ImportSteps({ at, open }: { at: (typeof all)[number]; open?: number | undefined }) {
  const t = useTranslations('imports.step')
  const here = all.indexOf(at)
  return (
    <ol className={classes.steps} aria-label={t('label')}>
      {all.map((step, index) => {
        const isLink = open !== undefined && step !== at && (step === 'columns' || step === 'preview')
        return (
          <li key={step} data-done={index < here || undefined} aria-current={step === at ? 'step' : undefined}>
            <span className={classes.number} aria-hidden="true">
              {index + 1}
            </span>
            {isLink ? <Link href={`/import/${open}?step=${step}`}>{t(step)}</Link> : t(step)}
          </li>
        )
      })}
    </ol>
  )
}
