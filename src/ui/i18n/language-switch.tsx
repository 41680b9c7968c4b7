'use client'

import { Button } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { languageName, languageTag } from './locales'
import { useLanguage } from './use-language'

/** One press to the other language, labelled in that language. */
export function LanguageSwitch() {
  const t = useTranslations('common')
  const { other, choose, pending } = useLanguage()
  return (
    <Button
      variant="subtle"
      color="gray"
      lang={languageTag[other]}
      aria-label={t('switchTo')}
      disabled={pending}
      onClick={() => choose(other)}
    >
      {languageName[other]}
    </Button>
  )
}
