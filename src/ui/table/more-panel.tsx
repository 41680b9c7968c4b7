'use client'

import { Popover, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useOpened } from '../kit/on-demand'
import type { Facet } from './facet'
import { FacetFilter } from './facet-filter'
import { MoreButton } from './more-button'

/** The button of the filters that have no room, and below it those filters. */
export function MorePanel({ facets }: { facets: Facet[] }) {
  const t = useTranslations('table')
  const { button, opened, setOpened } = useOpened()
  return (
    <Popover position="bottom-start" trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <MoreButton ref={button} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t('moreFilters')}>
        <Stack gap="xs">
          {facets.map((facet) => (
            <FacetFilter key={facet.id} facet={facet} withinPortal={false} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
