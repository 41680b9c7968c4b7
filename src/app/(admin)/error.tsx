'use client'

import { Broken } from '@/ui/kit/broken'

export default function AdminError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div style={{ padding: '12vh 28px' }}>
      <Broken digest={error.digest} retry={reset} />
    </div>
  )
}
