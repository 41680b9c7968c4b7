import { z } from 'zod'
import { personList } from '../people/schema'
import { languages } from './export-rules'

export const fileFormats = ['xlsx', 'csv'] as const
export type FileFormat = (typeof fileFormats)[number]

const role = z.literal([1, 2, 8])

/** Who goes into a file, in which columns; without `columns` all of them. */
export const exportInput = z.object({
  role,
  list: personList.omit({ roles: true, page: true, per_page: true }).prefault({}),
  columns: z.array(z.string().max(80)).min(1).max(500).optional(),
  format: z.enum(fileFormats).default('xlsx'),
  language: z.enum(languages).default('zh'),
})
export type ExportInput = z.input<typeof exportInput>
export type ExportedList = z.output<typeof exportInput>['list']

export const templateInput = exportInput.pick({ role: true, format: true, language: true })
export type TemplateInput = z.input<typeof templateInput>
