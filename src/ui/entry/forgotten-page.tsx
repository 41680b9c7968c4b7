'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EntryDone } from './entry-done'
import { ForgottenForm } from './forgotten-form'

export function ForgottenPage() {
  const t = useTranslations('register.forgotten')
  const [done, setDone] = useState(false)
  if (done) return <EntryDone title={t('done')}>{t('doneBody')}</EntryDone>
  return <ForgottenForm done={() => setDone(true)} />
}
