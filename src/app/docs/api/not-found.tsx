import { Missing } from '@/ui/kit/missing'

export default function ReferenceNotFound() {
  return <Missing />
}
