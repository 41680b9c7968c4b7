import { Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './section.module.css'

type Props = {
  /** What the part of an address after `#` leads to. */
  id?: string
  title: string
  aside?: ReactNode
  children: ReactNode
}

/** One thing about the account: what it is on the left, and on the right how it stands and how to change it. */
export function Section({ id: anchor, title, aside, children }: Props) {
  const id = useId()
  return (
    <section id={anchor} className={classes.section} aria-labelledby={id}>
      <div>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {aside && (
          <Text size="sm" c="dimmed" mt={4} component="div">
            {aside}
          </Text>
        )}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
