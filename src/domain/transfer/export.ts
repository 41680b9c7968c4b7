import { Readable } from 'node:stream'
import type { RootDb } from '@/infra/db'
import { refusesWrites } from '@/infra/sql-error'
import { csvText } from '@/infra/tables/write-csv'
import { writeXlsx } from '@/infra/tables/xlsx/write'
import type { Actor } from '../actor'
import { isConfirmed, unconfirmed } from '../confirmation'
import { chinaDay } from '../dates'
import { forbidden, invalid, ok, type Result } from '../errors'
import { fieldsOf } from '../fields/queries'
import { type Act, openChangeSet } from '../history/record'
import { parsePerson, type StreamedRow, streamEverybody } from '../people/queries'
import { type PersonRole, personRoles } from '../people/schema'
import { can } from '../policy'
import { guardiansSql, studentSql } from './beside-sql'
import { noteOf } from './export-note'
import { columnsOf, type ExportColumn, type Language, type Source, showsNumbers } from './export-rules'
import { type ExportInput, exportInput, type FileFormat } from './schema'

/** A file on its way: read as fast as it is wanted; whoever destroys the stream ends the query behind it. */
export type OutFile = { name: string; type: string; count: number; bytes: Readable }

export const contentTypes: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export const listNames: Record<PersonRole, Record<Language, string>> = {
  1: { zh: '学生', en: 'Students' },
  2: { zh: '教师', en: 'Teachers' },
  8: { zh: '家长', en: 'Guardians' },
}

/** What a sheet can hold below its titles. */
const mostInSheet = 1_048_575

/** SQL of what the columns need beside the person, if anything. */
function besideOf(actor: Actor, columns: readonly ExportColumn[]): string | undefined {
  if (columns.some(({ kind }) => kind === 'guardian')) return guardiansSql(actor)
  return columns.some(({ name }) => name === 'student' || name === 'student_name') ? studentSql : undefined
}

const parsed = (role: PersonRole, beside: string | null): Pick<Source, 'beside' | 'student'> => {
  const found = beside === null ? undefined : JSON.parse(beside)
  return role === personRoles.student ? { beside: found ?? {}, student: undefined } : { beside: {}, student: found }
}

async function* rowsOf(
  role: PersonRole,
  columns: readonly ExportColumn[],
  batches: AsyncIterable<StreamedRow[]>,
): AsyncGenerator<string[][]> {
  for await (const batch of batches) {
    yield batch.map(({ json, beside }) => {
      const source = { person: parsePerson(json), ...parsed(role, beside) }
      return columns.map(({ value }) => value(source))
    })
  }
}

/** Whoever runs the site gets people out of a database that takes no writes, and holds its files anyway. */
async function record(db: RootDb, actor: Actor, act: Act): Promise<boolean> {
  try {
    await openChangeSet(db, actor, act)
    return true
  } catch (error) {
    if (actor.via === 'command-line' && refusesWrites(error)) return false
    throw error
  }
}

/**
 * The people of a list as a file, recorded before any of it leaves. An unknown column or field is `invalid` by name; a
 * workbook of more rows than a sheet holds is, by `format`. `confirm` where it holds personal numbers in full.
 */
export async function exportPeople(
  db: RootDb,
  actor: Actor,
  given: ExportInput,
): Promise<Result<OutFile & { isRecorded: boolean }>> {
  if (!can(actor, 'people:read')) return forbidden
  const { role, list, columns: wanted, format, language } = exportInput.parse(given)
  const { fields } = await fieldsOf(db, actor)
  const all = columnsOf(role, fields, language)
  const unknown = wanted?.find((name) => !all.some((column) => column.name === name))
  if (unknown !== undefined) return invalid({ field: 'columns', reason: 'unknown_key', value: unknown })
  const columns = wanted ? all.filter(({ name }) => wanted.includes(name)) : all
  const reader = { role: actor.role, seesNumbers: can(actor, 'pii:read') }
  if (!isConfirmed(actor) && showsNumbers(reader, role, columns)) return unconfirmed
  const found = await streamEverybody(db, actor, { ...list, roles: [role] }, besideOf(actor, columns))
  if (!found.ok) return found
  const { total: count, batches } = found.value
  if (format === 'xlsx' && count > mostInSheet)
    return invalid({ field: 'format', reason: 'invalid', limit: mostInSheet })
  const sheet = listNames[role][language]
  const name = `${sheet}-${chinaDay(new Date())}.${format}`
  const note = noteOf(count, columns, fields, list, language)
  const isRecorded = await record(db, actor, { kind: 'export', title: name, note })
  const rows = rowsOf(role, columns, batches)
  const bytes =
    format === 'csv'
      ? Readable.from(csvText(columns, rows), { objectMode: false })
      : writeXlsx({ sheet, columns, batches: rows })
  return ok({ name, type: contentTypes[format], count, bytes, isRecorded })
}
