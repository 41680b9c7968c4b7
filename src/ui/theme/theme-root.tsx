'use client'

import { MantineProvider } from '@mantine/core'
import { setNonce } from 'get-nonce'
import { type ReactNode, useState } from 'react'
import { cssVariables, theme } from './theme'

/**
 * Mantine with the nonce of the document. It is kept from the first draw: a refresh brings another nonce,
 * which the document that is already there refuses.
 */
export function ThemeRoot({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [styleNonce] = useState(() => {
    // Modal and Drawer put a style of their own into the page by way of get-nonce.
    if (nonce && typeof document !== 'undefined') setNonce(nonce)
    return nonce ?? ''
  })
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce}
    >
      {children}
    </MantineProvider>
  )
}
