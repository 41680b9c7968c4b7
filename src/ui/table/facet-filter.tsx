'use client'

import { useOnDemand } from '../kit/on-demand'
import type { Facet } from './facet'
import { FacetButton } from './facet-button'

const load = () => import('./facet-combobox').then(({ FacetCombobox }) => FacetCombobox)

/** A button with the values of one thing to filter by; several can be chosen. */
export function FacetFilter({ facet, withinPortal = true }: { facet: Facet; withinPortal?: boolean }) {
  const [FacetCombobox, bring] = useOnDemand(load)
  if (FacetCombobox) return <FacetCombobox facet={facet} withinPortal={withinPortal} />
  return (
    <FacetButton
      facet={facet}
      aria-haspopup="listbox"
      onClick={bring}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        bring()
      }}
    />
  )
}
