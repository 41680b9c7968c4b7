'use client'

import { useNotifications } from '@mantine/notifications'
import { useOnDemand } from '../kit/on-demand'

const load = () => import('./notices').then(({ Notices }) => Notices)

/** Brings in what shows messages when there is the first of them, which waits for that. */
export function NoticesHost() {
  const [Notices] = useOnDemand(load, useNotifications().notifications.length > 0)
  return Notices && <Notices />
}
