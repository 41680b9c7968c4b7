'use client'

import { useTranslations } from 'next-intl'
import type { EndedAct, ShownAct } from '@/domain/acts/schema'
import { useHistoryWords } from '../history/use-history-words'
import { useFailureText } from '../i18n/use-failure-text'

/** What a big act is called, who asked for it, and why it came to nothing. */
export function useActWords() {
  const t = useTranslations('acts')
  const history = useTranslations('history')
  const { clock } = useHistoryWords()
  const { ofFailure } = useFailureText()

  const quoted = (title: string) => (title ? t('quoted', { title }) : '')
  const what = ({ kind, title, of, total }: ShownAct): string => {
    if (kind === 'import-run') return t('what.import', { title: quoted(title) }).trim()
    if (kind === 'rollover') return t('what.rollover', { title: title && `${Number(title) - 1}–${title}` }).trim()
    if (kind === 'removal' || kind === 'status') return t(`what.${kind}`, { count: total })
    const kindOf = of && of !== 'single' ? history(`kind.${of}`) : ''
    return t(`what.${kind}`, { of: title ? quoted(title) : kindOf && t('quoted', { title: kindOf }) }).trim()
  }
  const who = ({ by, via }: ShownAct): string => by || history(`author.${via}`)
  const since = ({ state, since: at }: ShownAct): string =>
    t(state === 'waiting' ? 'asked' : 'begun', { time: clock(at) })
  const why = ({ failure, ended }: Pick<EndedAct, 'failure' | 'ended'>): string =>
    ended ? t(`why.${ended}`) : ofFailure(failure)
  return { what, who, since, why }
}
