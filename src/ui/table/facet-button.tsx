'use client'

import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import type { ComponentPropsWithRef } from 'react'
import type { Facet } from './facet'
import classes from './facet-filter.module.css'

type Props = { facet: Facet } & Omit<ComponentPropsWithRef<'button'>, 'color' | 'children'>

/** What stands for a filter in a toolbar: its name, and how many values are chosen. */
export function FacetButton({ facet: { label, chosen }, ...rest }: Props) {
  return (
    <Button
      {...rest}
      variant={chosen.length > 0 ? 'light' : 'default'}
      className={classes.button}
      rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />}
    >
      {label}
      {chosen.length > 0 && <span className={classes.count}>{chosen.length}</span>}
    </Button>
  )
}
