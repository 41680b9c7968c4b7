import { Anchor, Stack, Text, Title } from '@mantine/core'

type Props = { title: string; body: string; links: readonly { href: string; label: string }[] }

/** A link that leads nowhere any more, and where to go instead. */
export function DeadLink({ title, body, links }: Props) {
  return (
    <Stack gap="sm" align="flex-start">
      <Title order={1}>{title}</Title>
      <Text>{body}</Text>
      {links.map(({ href, label }) => (
        <Anchor key={href} href={href}>
          {label}
        </Anchor>
      ))}
    </Stack>
  )
}
