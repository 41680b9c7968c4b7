import { z } from 'zod'
import { env } from '@/infra/env'

/** How many rows of a list a page asks for, within the setting. */
export const pageRows = (usual: number) =>
  z
    .int()
    .min(1)
    .refine((rows) => rows <= env().pages.rows)
    .default(usual)
