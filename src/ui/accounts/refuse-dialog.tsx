'use client'

import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'

type Props = {
  of?: 'registrations' | 'wishes'
  count: number
  opened: boolean
  busy: boolean
  refuse: (reason: string) => void
  close: () => void
}

/** Refusing takes a reason: whoever is refused reads it. */
export function RefuseDialog({ of = 'registrations', count, opened, busy, refuse, close }: Props) {
  const t = useTranslations('accounts.approvals')
  const common = useTranslations('common')
  const { ofReason } = useFailureText()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (reason.trim() === '') return setMissing(true)
    refuse(reason.trim())
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t(of === 'wishes' ? 'denyTitle' : 'refuseTitle', { count })}
      zIndex={400}
      closeButtonProps={{ 'aria-label': common('close') }}
      onExitTransitionEnd={() => {
        setReason('')
        setMissing(false)
      }}
    >
      <form onSubmit={submit} noValidate>
        <Text size="sm" mb="md">
          {t(of === 'wishes' ? 'denyBody' : 'refuseBody')}
        </Text>
        <Textarea
          label={t('reason')}
          placeholder={t(of === 'wishes' ? 'denyPlaceholder' : 'reasonPlaceholder')}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setMissing(false)
          }}
          error={missing ? ofReason('blank') : undefined}
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {common('cancel')}
          </Button>
          <Button type="submit" color="red" loading={busy}>
            {t(of === 'wishes' ? 'deny' : 'refuse')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
