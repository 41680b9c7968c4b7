'use client'

import dynamic from 'next/dynamic'
import { type ComponentProps, useState } from 'react'
import type { ExportDialog as Dialog } from './export-dialog'

const ExportDialog = dynamic(() => import('./export-dialog').then((module) => module.ExportDialog), { ssr: false })

/** Brings the dialog in when it is first wanted. */
export function ExportHost(props: ComponentProps<typeof Dialog>) {
  const [wanted, setWanted] = useState(false)
  if (props.wanted && !wanted) setWanted(true)
  return wanted ? <ExportDialog {...props} /> : null
}
