import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

type Offer = { message: string; hint: string; label: string; undo: () => void }

const openFor = 10_000
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'))

/** The offer that stands. */
let withdraw = () => {}

/**
 * Says what was done and offers the way back, by its button or Ctrl+Z, for as long as the message stands; a newer offer
 * takes its place.
 */
export function offerUndo({ message, hint, label, undo }: Offer) {
  withdraw()
  const onKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
    // In a box Ctrl+Z takes back typing.
    if (isTyping(event.target)) return
    event.preventDefault()
    take()
  }
  const forget = () => window.removeEventListener('keydown', onKey)
  const take = () => {
    forget()
    notifications.hide(id)
    undo()
  }
  const id = notifications.show({
    autoClose: openFor,
    onClose: forget,
    withCloseButton: true,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <div>
          <Text size="sm">{message}</Text>
          <Text size="xs" c="dimmed" visibleFrom="sm">
            {hint}
          </Text>
        </div>
        <Button size="compact-sm" variant="light" onClick={take}>
          {label}
        </Button>
      </Group>
    ),
  })
  window.addEventListener('keydown', onKey)
  withdraw = () => {
    forget()
    notifications.hide(id)
  }
}
