'use client'

import { useOnDemand } from '../kit/on-demand'
import type { Facet } from './facet'
import { MoreButton } from './more-button'

const load = () => import('./more-panel').then(({ MorePanel }) => MorePanel)

/** A button behind which the filters wait that have no room in the open. */
export function MoreFilters({ facets }: { facets: Facet[] }) {
  const [MorePanel, bring] = useOnDemand(load)
  if (MorePanel) return <MorePanel facets={facets} />
  return <MoreButton aria-haspopup="dialog" aria-expanded={false} onClick={bring} />
}
