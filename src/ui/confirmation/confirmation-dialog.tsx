'use client'

import { Modal } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmationForm } from './confirmation-form'
import { answerQuestion } from './question'

type Props = {
  /** The number of the question; undefined: nothing is asked. */
  asked: number | undefined
  /** Called when the dialog is gone from sight. */
  gone: () => void
}

/** Asks for the password in place, over whatever is open. */
export function ConfirmationDialog({ asked, gone }: Props) {
  const t = useTranslations('confirmation')
  const common = useTranslations('common')
  // While it leaves, it still shows the question that was answered.
  const [shown, setShown] = useState(asked)
  if (asked !== undefined && asked !== shown) setShown(asked)
  return (
    <Modal
      opened={asked !== undefined}
      onClose={() => answerQuestion(false)}
      title={t('title')}
      zIndex={500}
      // The host hears Escape, before what lies below.
      closeOnEscape={false}
      closeOnClickOutside={false}
      returnFocus={false}
      onExitTransitionEnd={gone}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <ConfirmationForm key={shown} />
    </Modal>
  )
}
