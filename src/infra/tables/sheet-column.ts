/**
 * A column of a file that is written. Cells come as text: `number` and `date` are written as such where nothing of the text
 * is lost by it; `text` stays text, however much it looks like a number. `options` are offered as a drop-down.
 */
export type SheetColumn = { title: string; type: 'text' | 'number' | 'date'; options?: readonly string[] }
