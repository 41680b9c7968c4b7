import { EntryFrame, EntrySheet } from '@/ui/kit/entry-frame'
import { Missing } from '@/ui/kit/missing'

export default function NotFound() {
  return (
    <EntryFrame>
      <EntrySheet width={440}>
        <Missing />
      </EntrySheet>
    </EntryFrame>
  )
}
