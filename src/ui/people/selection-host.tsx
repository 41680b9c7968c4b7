'use client'

import { type ComponentProps, useEffect } from 'react'
import { useOnDemand } from '../kit/on-demand'
import type { SelectionBar as Bar } from './selection-bar'

const load = () => import('./selection-bar').then(({ SelectionBar }) => SelectionBar)

/** Brings the bar in when the first person is ticked. */
export function SelectionHost(props: ComponentProps<typeof Bar>) {
  const [SelectionBar, bring] = useOnDemand(load)
  const wanted = props.ids.length > 0
  useEffect(() => {
    if (wanted) bring()
  }, [wanted, bring])
  return SelectionBar && <SelectionBar {...props} />
}
