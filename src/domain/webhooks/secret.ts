import { randomBytes } from 'node:crypto'
import { seal, unseal } from '@/infra/sealed'

const purpose = 'webhook secret'
const about = (endpointId: number) => new TextEncoder().encode(String(endpointId))

/** A signing secret as the Standard Webhooks specification writes it: `whsec_` and 256 random bits in base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const sealSecret = (endpointId: number, secret: string) => seal(purpose, secret, about(endpointId))
/** @throws when AUTH_SECRET is not what it was */
export const unsealSecret = (endpointId: number, sealed: Uint8Array) => unseal(purpose, sealed, about(endpointId))
