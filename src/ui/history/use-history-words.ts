'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { ChangeSetRow, ShownAct, Subject } from '@/domain/history/schema'
import { useKeyWords } from './use-key-words'

/** At most so many values are named in a line. */
const mostKeys = 3

/** What a change set is called: who did it, through what, and what it was. */
export function useHistoryWords() {
  const t = useTranslations('history')
  const format = useFormatter()
  const { keyLabel } = useKeyWords()

  const author = ({ author: { kind, name }, via }: ShownAct): string => {
    if (kind === 'nobody') return t(`author.${via}`)
    const called = name || t('unnamed')
    return kind === 'key' ? t('key', { name: called }) : called
  }
  const nounOf = ({ noun, role }: Subject): string => {
    if (noun !== 'person') return t(`noun.${noun}`)
    return t(`roles.${role === 1 || role === 2 || role === 8 ? role : 0}`)
  }
  const subject = (of: Subject): string =>
    of.noun === 'school' ? t('noun.school') : t('one', { noun: nounOf(of), name: of.name || t('unnamed') })

  const counted = (row: ChangeSetRow): string =>
    row.counts
      .map(({ noun, action, count }) =>
        t('sentence', { action: t(`action.${action}`), what: t(`counts.${noun}`, { count }) }),
      )
      .join(t('separator'))
  const single = ({ first, counts }: ChangeSetRow): string | undefined => {
    const [only, ...others] = counts
    if (!first || !only || others.length > 0 || only.count !== 1) return undefined
    const what = t('sentence', { action: t(`action.${only.action}`), what: subject(first) })
    const keys = only.action === 'update' ? first.keys.map((key) => keyLabel(key, first)) : []
    if (keys.length === 0) return what
    const named = keys.slice(0, mostKeys).join(t('enumeration'))
    const all = keys.length > mostKeys ? t('andMore', { keys: named, count: keys.length }) : named
    return t('oneWithKeys', { one: what, keys: all })
  }
  const summary = (row: ChangeSetRow): string => {
    // What is gone for good has no name, and was not merely deleted.
    if (row.kind === 'erasure') {
      const gone = row.counts.map(({ noun, count }) => t(`counts.${noun}`, { count })).join(t('separator'))
      return t('titled', { kind: t('kind.erasure'), title: gone })
    }
    const what = single(row) ?? counted(row)
    if (row.title || !what) return t('titled', { kind: t(`kind.${row.kind}`), title: row.title || t('unnamed') })
    return row.kind === 'undo' ? t('titled', { kind: t('kind.undo'), title: what }) : what
  }
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  const clock = (at: string) => format.dateTime(new Date(at), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return { author, subject, nounOf, summary, counted, moment, clock }
}
