import { Missing } from '@/ui/kit/missing'

export default function AdminNotFound() {
  return (
    <div style={{ padding: '12vh 28px' }}>
      <Missing />
    </div>
  )
}
