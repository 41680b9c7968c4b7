'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { CopyLink } from './copy-link'
import classes from './invitations.module.css'
import { PrintSheet } from './print-sheet'
import { QrCode } from './qr-code'

/** The link of an invitation that was just made, to be copied, scanned or printed: it is shown this once. */
export function InvitationMade({ link, auto, done }: { link: string; auto: boolean; done: () => void }) {
  const t = useTranslations('accounts.invitations')
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('madeBody')}
      </Text>
      <div className={classes.qr}>
        <QrCode text={link} label={t('qr')} size={208} />
      </div>
      <CopyLink link={link} label={t('link')} />
      <Group justify="space-between" mt="xs">
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
        <Button onClick={done}>{t('done')}</Button>
      </Group>
      <PrintSheet link={link} auto={auto} />
    </Stack>
  )
}
