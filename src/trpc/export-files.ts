import type { z } from 'zod'
import { invalid, ok, type Result } from '@/domain/errors'
import { issuesOf } from '@/domain/issues'
import { findUnfit } from '@/domain/plain-input'
import { exportPerson } from '@/domain/privacy/export-person'
import { personalInput } from '@/domain/privacy/schema'
import { exportPeople } from '@/domain/transfer/export'
import { exportInput, templateInput } from '@/domain/transfer/schema'
import { templateFile } from '@/domain/transfer/template'
import { db } from '@/infra/db'
import { parseBounded } from '@/infra/json-bounds'
import { download } from './file-route'

/** The JSON in the address's `input`, by the schema. */
function inputOf<T extends z.ZodType>(request: Request, schema: T): Result<z.output<T>> {
  let given: unknown
  try {
    given = parseBounded(new URL(request.url).searchParams.get('input') ?? '')
  } catch {
    return invalid({ field: 'input', reason: 'invalid' })
  }
  const field = findUnfit(given)
  if (field !== undefined) return invalid({ field: field || 'input', reason: 'invalid' })
  const parsed = schema.safeParse(given)
  return parsed.success ? ok(parsed.data) : invalid(...issuesOf(parsed.error, given))
}

/** `GET /api/exports?input=`: the people of a list as a file. */
export const downloadExport = (request: Request): Promise<Response> =>
  download(request, async (actor) => {
    const input = inputOf(request, exportInput)
    return input.ok ? exportPeople(db(), actor, input.value) : input
  })

/** `GET /api/templates?input=`: an empty file to be filled in. */
export const downloadTemplate = (request: Request): Promise<Response> =>
  download(request, async (actor) => {
    const input = inputOf(request, templateInput)
    return input.ok ? templateFile(db(), actor, input.value) : input
  })

/** `GET /api/personal?input=`: all that is kept of one person. */
export const downloadPersonal = (request: Request): Promise<Response> =>
  download(request, async (actor) => {
    const input = inputOf(request, personalInput)
    return input.ok ? exportPerson(db(), actor, input.value) : input
  })
