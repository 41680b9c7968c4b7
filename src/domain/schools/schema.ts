import { z } from 'zod'
import type { Reason } from '../errors'

const because = (reason: Reason) => ({ error: reason })

export const schoolCreate = z.strictObject({
  name: z.string(because('invalid')).trim().min(1, because('blank')).max(100, because('too_long')),
  code: z.string(because('invalid')).trim().max(64, because('too_long')).optional(),
})

export type School = { id: number; name: string; code: string | null; is_demo: boolean; created_at: string }
