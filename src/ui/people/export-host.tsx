'use client'

import { type ComponentProps, useEffect } from 'react'
import { useOnDemand } from '../kit/on-demand'
import type { ExportDialog as Dialog } from './export-dialog'

const load = () => import('./export-dialog').then(({ ExportDialog }) => ExportDialog)

/** Brings the dialog in when it is first wanted. */
export function ExportHost(props: ComponentProps<typeof Dialog>) {
  const [ExportDialog, bring] = useOnDemand(load)
  const wanted = props.wanted !== undefined
  useEffect(() => {
    if (wanted) bring()
  }, [wanted, bring])
  return ExportDialog && <ExportDialog {...props} />
}
