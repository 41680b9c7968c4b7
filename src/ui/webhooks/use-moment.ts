'use client'

import { useFormatter } from 'next-intl'

/** How moments are written on these pages: to the second, as a log does. */
export function useMoment() {
  const format = useFormatter()
  return (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium', timeStyle: 'medium' })
}
