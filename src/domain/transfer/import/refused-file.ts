import type { RootDb } from '@/infra/db'
import { escapeFormula } from '@/infra/tables/formula'
import type { Actor } from '../../actor'
import { isConfirmed, unconfirmed } from '../../confirmation'
import { ok, type Result } from '../../errors'
import { streamRefused } from './queries'
import { explainRow, type Language, reasonTitle } from './reason-words'

const cell = (text: string): string => {
  const safe = escapeFormula(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
const lineOf = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/**
 * The refused rows as CSV under the titles of the file, with a last column for the reason, which an import leaves out: the
 * file can be put right and imported again.
 */
export async function refusedFile(
  db: RootDb,
  actor: Actor,
  input: { id: number; language: Language },
): Promise<Result<{ name: string; text: AsyncGenerator<string> }>> {
  const found = await streamRefused(db, actor, input)
  if (!found.ok) return found
  if (found.value.holdsNumbers && !isConfirmed(actor)) return unconfirmed
  const { header, batches, fileName } = found.value
  async function* text() {
    // By its mark a spreadsheet program knows UTF-8.
    yield `\ufeff${lineOf([...header, reasonTitle[input.language]])}`
    for await (const rows of batches)
      yield rows
        .map(({ cells, kind, issues }) =>
          lineOf([...header.map((_, at) => cells[at] ?? ''), explainRow(issues, kind, header, input.language)]),
        )
        .join('')
  }
  const base = fileName.replace(/\.[A-Za-z]{1,5}$/, '')
  return ok({ name: `${base || 'import'}-refused.csv`, text: text() })
}
