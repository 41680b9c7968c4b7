import { z } from 'zod'
import { queueNames } from './limits'

/** From a web process to its supervisor. */
export const request = z.object({
  queue: z.enum(queueNames),
  act: z.enum(['enter', 'leave']),
  place: z.object({ id: z.string(), turn: z.string(), lane: z.string() }),
})
export type QueueRequest = z.infer<typeof request>

/** From the supervisor to a web process. */
export const answer = z.object({ queue: z.enum(queueNames), id: z.string(), state: z.enum(['started', 'full']) })
export type QueueAnswer = z.infer<typeof answer>
