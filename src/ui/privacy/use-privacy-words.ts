'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { PersonRole } from '@/domain/people/schema'
import type { PersonalAct } from '@/domain/privacy/schema'

const roleKeys = { 1: 'student', 2: 'teacher', 8: 'guardian' } as const satisfies Record<PersonRole, string>

/** How people, moments and lines of the log are written on these pages. */
export function usePrivacyWords() {
  const t = useTranslations('privacy')
  const format = useFormatter()
  const moment = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' })
  const role = (of: PersonRole) => t(`role.${roleKeys[of]}`)
  const act = ({ kind, by_rule, person, people, accounts }: PersonalAct): string => {
    if (by_rule && accounts > 0) return t(`log.accounts.${by_rule}`, { count: accounts })
    if (by_rule) return t(`log.rule.${by_rule}`, { count: people })
    const who = person ? person.name || t('log.number', { id: person.id }) : ''
    return kind === 'export' ? t('log.export', { who }) : t('log.erasure', { who, count: people })
  }
  return { moment, day, role, act }
}
