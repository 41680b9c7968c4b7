/**
 * A table out of a file or a pasted block. Cells are text as a person sees them; what a cell cannot be trusted in is said
 * beside the row, what is wrong with the file as a whole is a `TableProblem`. Everything here is plain data, so that a
 * worker can post it.
 */
export type Table = {
  format: 'csv' | 'xlsx' | 'text'
  /** Of a workbook: the sheet that is read, and all that are visible; `""` and none for text. */
  sheet: string
  sheets: string[]
  /** Trimmed; `""` where a column has no title. */
  header: string[]
  headerLine: number
  notes: TableNote[]
  /**
   * The rows below the header, blank ones left out, in batches. They can be read more than once, each time from the start;
   * leaving the loop closes the file.
   * @throws TableError when something is wrong further down: what came before it is not the whole table.
   */
  rows: AsyncIterable<TableRow[]>
}

export type TableRow = {
  /** Where the row begins in the file, from 1; of a sheet the number of its row. */
  line: number
  /** As many as the header has. */
  cells: string[]
  issues: CellIssue[]
}

/**
 * `digits_lost`: a number of more than 15 digits, stored as a number or written like `1.70111E+17`, is no longer what was
 * typed. `formula_without_value`: the program that wrote the file did not calculate it. `error_value`: `#N/A` and its
 * kind. `beyond_header`: a value to the right of the last titled column.
 */
export type CellReason = 'digits_lost' | 'formula_without_value' | 'error_value' | 'beyond_header'
/** `column` counts from 0. */
export type CellIssue = { column: number; reason: CellReason; value: string }

/** What is worth saying of a file that can be read. */
export type TableNote =
  | { kind: 'duplicate_header'; title: string; columns: number[] }
  /** Rows above the header that hold less than two values, as a title of the whole table does. */
  | { kind: 'rows_above_header'; lines: number[] }
  | { kind: 'hidden_sheets'; count: number }

/** What a file is that is no table, as far as its first bytes tell. */
export type OtherFile = 'html' | 'xml' | 'pdf' | 'xls' | 'ods' | 'docx' | 'zip' | 'image' | 'json' | 'binary'

/** The closed list of what can be wrong with a file. Sizes in bytes, lines from 1. */
export type TableProblem =
  | { kind: 'too_large'; limit: number }
  | { kind: 'empty' }
  | { kind: 'not_a_table'; looksLike: OtherFile }
  | { kind: 'encrypted' }
  /** Cut short, or its parts contradict each other. */
  | { kind: 'damaged' }
  /** It unpacks to more than `limit` bytes, or by a factor no table has. */
  | { kind: 'zip_bomb'; limit: number }
  | { kind: 'bad_encoding'; line: number }
  | { kind: 'unclosed_quote'; line: number }
  | { kind: 'line_too_long'; line: number; limit: number }
  | { kind: 'cell_too_long'; line: number; column: number; limit: number }
  | { kind: 'too_many_columns'; line: number; limit: number }
  | { kind: 'too_many_rows'; limit: number }
  | { kind: 'no_such_sheet'; sheets: string[] }

/** A problem met while rows are read. */
export class TableError extends Error {
  constructor(readonly problem: TableProblem) {
    super(problem.kind)
  }
}

export type TableResult = { ok: true; table: Table } | { ok: false; problem: TableProblem }

/** A file on disk, or what was pasted. */
export type TableSource = { path: string } | { text: string }

export type TableLimits = {
  /** Of the file, in bytes. */
  size: number
  /** Of all that a workbook unpacks to, in bytes. */
  unpacked: number
  rows: number
  columns: number
  /** Characters of a row of text. */
  line: number
  /** Characters of a cell: what Excel holds. */
  cell: number
}

export const tableLimits: TableLimits = {
  size: 10 * 1024 * 1024,
  unpacked: 128 * 1024 * 1024,
  rows: 200_000,
  columns: 500,
  line: 1024 * 1024,
  cell: 32_767,
}
