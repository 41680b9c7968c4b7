'use client'

import { useFormatter } from 'next-intl'

/** How days and moments are written on this page. */
export function useMoments() {
  const format = useFormatter()
  return {
    moment: (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium', timeStyle: 'short' }),
    day: (stamp: string) => format.dateTime(new Date(stamp), { dateStyle: 'medium' }),
  }
}
