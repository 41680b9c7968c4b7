import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

type Props = { title: string; aside?: ReactNode; actions?: ReactNode; narrow?: boolean; children: ReactNode }

/** A page of the directory: its heading, what one can do, and below what it is about. */
export function Page({ title, aside, actions, narrow, children }: Props) {
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Title order={1}>{title}</Title>
          {aside && <span className={classes.aside}>{aside}</span>}
        </div>
        {actions}
      </div>
      {children}
    </div>
  )
}
