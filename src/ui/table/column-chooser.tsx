'use client'

import type { ComponentProps } from 'react'
import { useOnDemand } from '../kit/on-demand'
import { ColumnButton } from './column-button'
import type { ColumnPanel as Panel } from './column-panel'

const load = () => import('./column-panel').then(({ ColumnPanel }) => ColumnPanel)

/** Which columns are shown. */
export function ColumnChooser(props: ComponentProps<typeof Panel>) {
  const [ColumnPanel, bring] = useOnDemand(load)
  if (ColumnPanel) return <ColumnPanel {...props} />
  return <ColumnButton aria-haspopup="dialog" aria-expanded={false} onClick={bring} />
}
