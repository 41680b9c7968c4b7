'use client'

import type { ComponentProps } from 'react'
import { useOnDemand } from '../kit/on-demand'
import type { ExportDialog as Dialog } from './export-dialog'

const load = () => import('./export-dialog').then(({ ExportDialog }) => ExportDialog)

/** Brings the dialog in when it is first wanted. */
export function ExportHost(props: ComponentProps<typeof Dialog>) {
  const [ExportDialog] = useOnDemand(load, props.wanted !== undefined)
  return ExportDialog && <ExportDialog {...props} />
}
