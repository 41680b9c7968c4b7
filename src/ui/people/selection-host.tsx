'use client'

import type { ComponentProps } from 'react'
import { useOnDemand } from '../kit/on-demand'
import type { SelectionBar as Bar } from './selection-bar'

const load = () => import('./selection-bar').then(({ SelectionBar }) => SelectionBar)

/** Brings the bar in when the first person is ticked. */
export function SelectionHost(props: ComponentProps<typeof Bar>) {
  const [SelectionBar] = useOnDemand(load, props.ids.length > 0)
  return SelectionBar && <SelectionBar {...props} />
}
