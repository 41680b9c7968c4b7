'use client'

import { Combobox, Group, Text, useCombobox } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useOpenAtOnce } from '../kit/on-demand'
import type { Facet } from './facet'
import { FacetButton } from './facet-button'
import classes from './facet-filter.module.css'

const searchableFrom = 9

/** The button of a filter, and below it the values to choose from. */
export function FacetCombobox({ facet, withinPortal }: { facet: Facet; withinPortal: boolean }) {
  const { label, options, chosen, choose } = facet
  const t = useTranslations('table')
  const format = useFormatter()
  const [search, setSearch] = useState('')
  const searchable = options.length >= searchableFrom
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      setSearch('')
    },
    onDropdownOpen: () => {
      combobox.selectActiveOption()
      if (searchable) combobox.focusSearchInput()
    },
  })
  const button = useOpenAtOnce(combobox.openDropdown)
  const toggle = (value: string) =>
    choose(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
  const shown = options.filter((option) => option.label.toLowerCase().includes(search.toLowerCase()))
  return (
    <Combobox store={combobox} onOptionSubmit={toggle} width={240} position="bottom-start" withinPortal={withinPortal}>
      <Combobox.Target targetType="button">
        <FacetButton ref={button} facet={facet} onClick={() => combobox.toggleDropdown()} />
      </Combobox.Target>
      <Combobox.Dropdown>
        {searchable && (
          <Combobox.Search
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              combobox.updateSelectedOptionIndex()
            }}
            aria-label={t('search')}
            placeholder={t('search')}
          />
        )}
        <Combobox.Options mah={300} className={classes.options} aria-label={t('filterBy', { label })}>
          {shown.map((option) => (
            <Combobox.Option value={option.value} key={option.value} active={chosen.includes(option.value)}>
              <Group gap={8} wrap="nowrap">
                <IconCheck size={15} aria-hidden="true" style={{ opacity: chosen.includes(option.value) ? 1 : 0 }} />
                <span className={classes.option}>{option.label}</span>
                {option.count !== undefined && (
                  <Text span size="xs" className={`tabular ${classes.held}`}>
                    {format.number(option.count)}
                  </Text>
                )}
              </Group>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
