'use client'

import { useState } from 'react'

/** Which of the rows that are there are ticked; one that has gone is no longer. */
export function useChosen(ids: readonly number[]) {
  const [ticked, choose] = useState<readonly number[]>([])
  return { chosen: ids.filter((id) => ticked.includes(id)), choose, clear: () => choose([]) }
}
