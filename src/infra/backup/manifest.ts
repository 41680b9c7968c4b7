import { z } from 'zod'

/** One line that says why there is no backup, or why it cannot be restored. */
export class BackupError extends Error {}

export const manifestEntry = 'manifest.json'
export const secretEntry = 'auth.secret'
export const tableEntry = (name: string): string => `tables/${encodeURIComponent(name)}.copy`
/** Of a file of the data dir, by its path in there. */
export const fileEntry = (name: string): string => `files/${name}`

/** What a backup says of itself. Row counts are known last, so that it is the last entry of the ZIP. */
export const manifest = z.object({
  format: z.literal('mingce backup'),
  version: z.literal(1),
  /** When it was begun, which is the moment it shows. */
  at: z.iso.datetime(),
  /** Those that were applied, in the order in which they were. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() })),
  /** Tables whose rows are left out on purpose. */
  empty: z.array(z.string()),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  /** What the data dir holds besides, by path. */
  files: z.array(z.string()),
  /** By which what is sealed can be read; null on a site that was never started. */
  secret: z.object({ fingerprint: z.string(), isHere: z.boolean() }).nullable(),
  /** What there is, in the words of whoever made it. */
  counts: z.record(z.string(), z.number()),
})
export type Manifest = z.infer<typeof manifest>
