'use client'

import { Broken } from '@/ui/kit/broken'
import { EntryFrame, EntrySheet } from '@/ui/kit/entry-frame'

export default function RootError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EntryFrame>
      <EntrySheet width={480}>
        <Broken digest={error.digest} retry={reset} />
      </EntrySheet>
    </EntryFrame>
  )
}
