import { Title } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CodeTabs } from '../code-tabs'
import classes from '../overview.module.css'
import { Prose } from '../prose'
import type { Guide } from './guides'

/** A quick start: a few steps, each with code to copy. */
export function GuidePage({ guide: { key, steps }, origin }: { guide: Guide; origin: string }) {
  const t = useTranslations('guides')
  return (
    <article className={classes.overview}>
      <Title order={1}>{t(`${key}.title`)}</Title>
      <Prose text={t(`${key}.intro`)} />
      {steps.map(({ key: step, code, after }) => (
        <section key={step} aria-labelledby={step} className={classes.section}>
          <Title order={2} id={step}>
            {t(`${step}.title`)}
          </Title>
          <Prose text={t(`${step}.body`)} />
          {code && (
            <CodeTabs
              code={{ curl: code.curl(origin), javascript: code.javascript(origin), python: code.python(origin) }}
            />
          )}
          {after && <Prose text={t(after)} />}
        </section>
      ))}
    </article>
  )
}
