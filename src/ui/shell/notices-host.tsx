'use client'

import { useNotifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { useOnDemand } from '../kit/on-demand'

const load = () => import('./notices').then(({ Notices }) => Notices)

/** Brings in what shows messages when there is the first of them, which waits for that. */
export function NoticesHost() {
  const [Notices, bring] = useOnDemand(load)
  const wanted = useNotifications().notifications.length > 0
  useEffect(() => {
    if (wanted) bring()
  }, [wanted, bring])
  return Notices && <Notices />
}
