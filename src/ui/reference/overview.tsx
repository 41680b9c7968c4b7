import { Anchor, Title } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { contentsOf } from './contents'
import { KeyField } from './key-field'
import { MethodMark } from './method-mark'
import type { Contract } from './model'
import classes from './overview.module.css'
import { Prose } from './prose'

export type Guide = { href: string; title: string; summary: string }

/** Where the reference begins: how to call, three short ways in, and everything there is. */
export function Overview({ contracts, guides }: { contracts: readonly Contract[]; guides: readonly Guide[] }) {
  const t = useTranslations('reference')
  const language = `lang=${useLocale()}`
  return (
    <div className={classes.overview}>
      <Title order={1}>{t('title')}</Title>
      <Prose text={t('intro')} />
      <p className={classes.documents}>
        {t('specification')}
        <Anchor href={`/api/openapi.json?${language}`}>{t('everything')}</Anchor>
        {contracts.map(({ slug, title }) => (
          <Anchor key={slug} href={`/api/openapi/${slug}.json?${language}`}>
            {title}
          </Anchor>
        ))}
      </p>
      <section aria-labelledby="authentication" className={classes.section}>
        <Title order={2} id="authentication">
          {t('authentication')}
        </Title>
        <Prose text={t('authenticationBody')} />
        <div className={classes.key}>
          <KeyField />
        </div>
      </section>
      <section aria-labelledby="guides" className={classes.section}>
        <Title order={2} id="guides">
          {t('guides')}
        </Title>
        <ul className={classes.guides}>
          {guides.map(({ href, title, summary }) => (
            <li key={href}>
              <Anchor href={href} fw={600}>
                {title}
              </Anchor>
              <p>{summary}</p>
            </li>
          ))}
        </ul>
      </section>
      {contracts.map((contract, at) => (
        <section key={contract.slug} aria-labelledby={contract.slug} className={classes.section}>
          <Title order={2} id={contract.slug}>
            {contract.title}
          </Title>
          <Prose text={contract.description} />
          {contentsOf([contract]).map(({ topics }) =>
            topics.map((topic) => (
              <div key={topic.slug} className={classes.topic}>
                <h3>
                  <Anchor href={topic.href} inherit>
                    {topic.title}
                  </Anchor>
                </h3>
                <Prose text={contracts[at]?.topics.find(({ slug }) => slug === topic.slug)?.description} />
                <ul className={classes.operations}>
                  {topic.operations.map(({ id, href, method, path, summary }) => (
                    <li key={id}>
                      <MethodMark method={method} />
                      <code>{path}</code>
                      <Anchor href={href} size="sm">
                        {summary}
                      </Anchor>
                    </li>
                  ))}
                </ul>
              </div>
            )),
          )}
        </section>
      ))}
    </div>
  )
}
