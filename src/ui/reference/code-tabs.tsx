'use client'

import { Tabs } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import classes from './code.module.css'
import { Copy } from './copy'
import { Highlight } from './highlight'
import { type Language, languages } from './snippets'

export const languageName: Record<Language, string> = { curl: 'curl', javascript: 'JavaScript', python: 'Python' }

const known = (value: string | null) => languages.find((each) => each === value) ?? 'curl'

/** The same in three languages; the choice is remembered, and holds for every piece of code there is. */
export function CodeTabs({ code }: { code: Record<Language, string> }) {
  const t = useTranslations('reference')
  const [chosen, choose] = useLocalStorage<string>({ key: 'mingce.reference.language', defaultValue: 'curl' })
  const language = known(chosen)
  return (
    <Tabs value={language} onChange={(value) => choose(known(value))} keepMounted={false} className={classes.box}>
      <div className={classes.tabs}>
        <Tabs.List aria-label={t('languages')}>
          {languages.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {languageName[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Copy text={code[language]} label={t('copyCode', { language: languageName[language] })} />
      </div>
      {languages.map((each) => (
        <Tabs.Panel key={each} value={each}>
          <pre className={classes.code}>
            <code>
              <Highlight code={code[each]} grammar={each} />
            </code>
          </pre>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
