import { z } from 'zod'
import type { PrivateReach } from '@/infra/outbound/reach'
import { targetProblem } from '@/infra/outbound/target'
import type { Reason } from '../errors'
import { eventKinds } from './rules'

const because = (reason: Reason) => ({ error: reason })

/** A url that may be called; private ones only where the site allows them. */
const target = (reach: PrivateReach) =>
  z
    .string(because('invalid'))
    .trim()
    .min(1, because('blank'))
    .max(2048, because('too_long'))
    .superRefine((url, context) => {
      const problem = url && targetProblem(url, reach)
      const reason: Reason =
        problem === 'not_https' ? 'not_https' : problem === 'private' ? 'private_address' : 'invalid'
      if (problem) context.addIssue({ code: 'custom', message: reason })
    })
    .transform((url) => (URL.canParse(url) ? new URL(url).href : url))

export const endpointCreate = (reach: PrivateReach) =>
  z.strictObject({
    url: target(reach),
    description: z.string(because('invalid')).trim().max(200, because('too_long')).default(''),
    kinds: z
      .array(z.enum(eventKinds, because('invalid')))
      .min(1, because('blank'))
      .transform((kinds) => eventKinds.filter((kind) => kinds.includes(kind)))
      .default([...eventKinds]),
  })
export type EndpointCreate = z.input<ReturnType<typeof endpointCreate>>

/** What is absent stays as it is. */
export const endpointPatch = (reach: PrivateReach) => {
  const { url, description, kinds } = endpointCreate(reach).shape
  return z
    .strictObject({
      url,
      description: description.unwrap(),
      kinds: kinds.unwrap(),
      enabled: z.boolean(because('invalid')),
    })
    .partial()
}
export type EndpointPatch = z.input<ReturnType<typeof endpointPatch>>
