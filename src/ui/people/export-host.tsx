'use client'

import { useFocusReturn } from '@mantine/hooks'
import type { ComponentProps } from 'react'
import { useOnDemand } from '../kit/on-demand'
import type { ExportDialog as Dialog } from './export-dialog'

const load = () => import('./export-dialog').then(({ ExportDialog }) => ExportDialog)

/** Brings the dialog in when it is first wanted. */
export function ExportHost(props: ComponentProps<typeof Dialog>) {
  // A dialog that comes in open has not seen where the focus was.
  useFocusReturn({ opened: props.wanted !== undefined })
  const [ExportDialog] = useOnDemand(load, props.wanted !== undefined)
  return ExportDialog && <ExportDialog {...props} />
}
