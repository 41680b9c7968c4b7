'use client'

import { useTranslations } from 'next-intl'
import { CopyField } from '../kit/copy-field'

/** A link to hand on. */
export function CopyLink({ link, label }: { link: string; label: string }) {
  const t = useTranslations('accounts')
  return <CopyField value={link} label={label} action={t('copyLink')} />
}
