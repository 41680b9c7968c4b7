import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'

export const notifyDone = (message: string) =>
  notifications.show({ message, color: 'green', icon: <IconCheck size={16} aria-hidden="true" />, autoClose: 4000 })

export const notifyFailure = (message: string) =>
  notifications.show({
    message,
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden="true" />,
    autoClose: 8000,
  })
