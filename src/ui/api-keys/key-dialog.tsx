'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { KeyForm } from './key-form'
import { SecretDialog } from './secret-dialog'
import type { Key, KeyList, NewKey } from './types'

type Props = { opened: boolean; edited: Key | undefined; list: KeyList; close: () => void }

/** Makes a key, and then shows it; or changes one. */
export function KeyDialog({ opened, edited, list, close }: Props) {
  const t = useTranslations('apiKeys')
  const [made, setMade] = useState<NewKey>()
  // What is edited stays in sight while the dialog goes.
  const [shown, setShown] = useState(edited)
  if (opened && shown !== edited) setShown(edited)
  const title = made ? t('made') : shown ? t('editTitle', { name: shown.name }) : t('new')
  return (
    <SecretDialog opened={opened} title={title} made={made} close={close} gone={() => setMade(undefined)}>
      <KeyForm key={shown?.id} edited={shown} list={list} made={setMade} close={close} />
    </SecretDialog>
  )
}
