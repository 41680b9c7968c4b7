'use client'

import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTranslations } from 'next-intl'

/** Where messages are shown. */
export function Notices() {
  const t = useTranslations('shell')
  // A message is made outside React's tree, where no language is known: its button has its name from here.
  const named = { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('dismiss') } } } } }
  return (
    <MantineThemeProvider theme={named} inherit>
      <Notifications position="bottom-center" autoClose={6000} limit={3} />
    </MantineThemeProvider>
  )
}
